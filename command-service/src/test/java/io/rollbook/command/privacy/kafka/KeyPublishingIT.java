package io.rollbook.command.privacy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.command.KafkaTopic;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.privacy.Eraser;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.command.publishing.EventTopicSettings;
import io.rollbook.command.store.PersonKeys.StoredKey;
import io.rollbook.command.user.UserClaims;
import io.rollbook.personal.KeyRing;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Keys go before the events that need them, and are taken back for good. */
class KeyPublishingIT extends WithWriteSide {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private KeyPublisher publisher;

    @Autowired
    private DataKeys keys;

    @Autowired
    private Erasures erasures;

    @Autowired
    private KeyRing ring;

    @Autowired
    private Producer<String, byte[]> producer;

    @Autowired
    private PersonTopicSettings topics;

    @Autowired
    private UserClaims users;

    @Autowired
    private CommandSender commands;

    @Autowired
    private Eraser eraser;

    @Autowired
    private EventStore store;

    private final KafkaTopic keyTopic;
    private final KafkaTopic erasureTopic;
    private final KafkaTopic eventTopic;

    @Autowired
    KeyPublishingIT(PersonTopicSettings topics, EventTopicSettings events) {
        keyTopic = new KafkaTopic(topics.keysTopic());
        erasureTopic = new KafkaTopic(topics.erasuresTopic());
        eventTopic = new KafkaTopic(events.name());
    }

    @AfterEach
    void closeTopics() {
        keyTopic.close();
        erasureTopic.close();
        eventTopic.close();
    }

    @Test
    void aKeyIsThereWhenTheEventThatNeedsItIs() {
        var user = add();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(eventTopic.distinctOf(user.toString())).hasSize(1));

        assertThat(keyTopic.valuesOf(user.toString())).containsExactly(wrapped(user));
        assertThat(eventTopic.distinctOf(user.toString()).getFirst().value()).contains("sealed");
    }

    @Test
    void aKeyIsSentOnce() throws Exception {
        var user = add();
        var recorded = Collections.synchronizedList(new ArrayList<String>());
        var own = publisherOver(record -> {
            recorded.add(record.topic() + " " + record.key());
            return null;
        });

        own.sendBefore(eventsOf(user));
        own.sendBefore(eventsOf(user));

        assertThat(recorded).containsExactly(topics.keysTopic() + " " + user);
    }

    @Test
    void aKeyThatIsNotAcknowledgedIsSentAgainBeforeAnythingGoesOn() throws Exception {
        var user = add();
        var attempts = new ArrayList<String>();
        var own = publisherOver(record -> {
            attempts.add(record.key());
            return attempts.size() == 1 ? CompletableFuture.failedFuture(new TimeoutException("away")) : null;
        });

        assertThatThrownBy(() -> own.sendBefore(eventsOf(user))).isInstanceOf(ExecutionException.class);
        own.sendBefore(eventsOf(user));

        assertThat(attempts).containsExactly(user.toString(), user.toString());
    }

    @Test
    void anErasureTakesTheKeyBackAndIsCertified() {
        var user = add();

        erase(user);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(eventTopic.distinctOf(user.toString())).hasSize(3));
        assertThat(keyTopic.valuesOf(user.toString())).last().isEqualTo("");
        var event = eventTopic.distinctOf(user.toString()).getLast();
        assertThat(event.header("ce_type")).isEqualTo("user.erased");
        assertThat(erasureTopic.valuesOf(user.toString()))
                .isNotEmpty()
                .allSatisfy(
                        certificate -> assertThat(JSON.readTree(certificate)).isEqualTo(JSON.readTree(event.value())));
    }

    @Test
    void whoStoodStillWithAKeyInHandTakesItBackAgain() throws Exception {
        var user = add();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(keyTopic.valuesOf(user.toString())).hasSize(1));
        var key = wrapped(user);
        var reached = new CountDownLatch(1);
        var thaw = new CountDownLatch(1);
        var frozen = publisherOver(record -> {
            if (record.value() != null && record.topic().equals(topics.keysTopic())) {
                reached.countDown();
                thaw.await();
            }
            return null;
        });
        var zombie = Thread.ofVirtual().start(() -> sendBefore(frozen, eventsOf(user)));
        assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        erase(user);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(keyTopic.valuesOf(user.toString())).last().isEqualTo(""));

        thaw.countDown();
        zombie.join();

        assertThat(keyTopic.valuesOf(user.toString())).endsWith(key, "");
    }

    @Test
    void aKeyThatWasWrappedAnewWhileTheOlderOneWasInHandComesLast() throws Exception {
        var user = add();
        var before = new StoredKey(user, wrapped(user));
        var anew = keys.rewrap(before);
        var own = publisherOver(record -> {
            keys.replace(before, anew);
            return null;
        });

        own.sendBefore(eventsOf(user));

        assertThat(anew).isNotEqualTo(before.wrapped());
        // The service's own publisher sends the key, too.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(keyTopic.valuesOf(user.toString()))
                        .contains(before.wrapped())
                        .last()
                        .isEqualTo(anew));
    }

    @Test
    void whoBeginsToPublishRepeatsAllErasures() throws Exception {
        var user = users.nextId();
        var certificate = new UserErased(user, "user-1", Instant.EPOCH, "from a backup", 3, null);
        erasures.keep(certificate);

        publisher.begin();

        assertThat(keyTopic.valuesOf(user.toString())).contains("");
        assertThat(erasureTopic.valuesOf(user.toString()))
                .isNotEmpty()
                .allSatisfy(sent ->
                        assertThat(JSON.readValue(sent, UserErased.class)).isEqualTo(certificate));
        assertThat(erasureTopic.distinctOf(user.toString()))
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(ring.signedErasure(
                                user.toString(),
                                sent.value(),
                                String.valueOf(sent.headers().get("signature"))))
                        .isTrue());
    }

    private interface Before {
        @Nullable
        Future<?> send(ProducerRecord<String, byte[]> record) throws InterruptedException;
    }

    private KeyPublisher publisherOver(Before before) {
        return new KeyPublisher(keys, erasures, ring, producer(before), topics);
    }

    /** The producer with something before each record, which may answer in its place. */
    @SuppressWarnings("unchecked")
    private Producer<String, byte[]> producer(Before before) {
        return (Producer<String, byte[]>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    var answer = method.getName().equals("send")
                            ? before.send((ProducerRecord<String, byte[]>) arguments[0])
                            : null;
                    if (answer != null) {
                        return answer;
                    }
                    try {
                        return method.invoke(producer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void sendBefore(KeyPublisher publisher, List<? extends DomainEventMessage<?>> events) {
        try {
            publisher.sendBefore(events);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private UserId add() {
        var user = users.nextId();
        commands.send(
                new AddUser(
                        user,
                        "account of " + user,
                        new EmailAddress("%s@keys.example.org".formatted(user)),
                        new PersonName("Somebody With A Key"),
                        null,
                        null,
                        null,
                        false,
                        BuiltInRole.USER.id()),
                Actor.SYSTEM);
        return user;
    }

    private void erase(UserId user) {
        eraser.erase(user, new ErasureReason("asked for by letter"), true, Actor.SYSTEM, IfMatch.ANY);
    }

    private List<? extends DomainEventMessage<?>> eventsOf(UserId user) {
        return store.readEvents(user.toString()).asStream().toList();
    }

    private String wrapped(UserId user) {
        return keys.wrapped(List.of(user.toString())).getOrDefault(user.toString(), "none");
    }
}
