package io.rollbook.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.PersonName;
import io.rollbook.command.KafkaTopic;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.WriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.role.RoleClaims;
import io.rollbook.command.store.StoreIdentity;
import io.rollbook.command.store.StoredEvents;
import io.rollbook.command.user.UserClaims;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What is stored is published: all of it, in order, whatever happens in between. */
@ExtendWith(OutputCaptureExtension.class)
class PublishingIT extends WithWriteSide {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private CommandSender commands;

    @Autowired
    private RoleClaims roles;

    @Autowired
    private UserClaims users;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StoredEvents store;

    @Autowired
    private EventStore events;

    @Autowired
    private StoreIdentity identity;

    @Autowired
    private TokenStore tokens;

    @Autowired
    private ConnectionProvider connections;

    @Autowired
    private TransactionManager transactions;

    @Autowired
    private PlatformTransactionManager snapshots;

    @Autowired
    private Producer<String, byte[]> producer;

    @Autowired
    private BeforePublishing keys;

    @Autowired
    private Republications republications;

    @Autowired
    private EventTopicSettings properties;

    @Autowired
    @Qualifier("eventSerializer")
    private Serializer serializer;

    private final KafkaTopic topic;

    @Autowired
    PublishingIT(EventTopicSettings properties) {
        topic = new KafkaTopic(properties.name());
    }

    @BeforeEach
    void publisherRuns() {
        assertThat(publisher.isRunning()).isTrue();
    }

    @AfterEach
    void everyEventHasOnePositionAndNoneIsLeftOut() {
        try (topic) {
            awaitAllPublished();
            var byEvent = topic.sent().stream()
                    .collect(Collectors.groupingBy(
                            KafkaTopic.Sent::id,
                            Collectors.mapping(sent -> Long.valueOf(sent.header("ce_position")), Collectors.toSet())));
            assertThat(byEvent.values()).allSatisfy(places -> assertThat(places).hasSize(1));
            assertThat(byEvent.values().stream().flatMap(Set::stream).sorted().toList())
                    .isEqualTo(LongStream.rangeClosed(1, byEvent.size()).boxed().toList());
        }
    }

    @Test
    void everyEventArrivesAsItIsStored() {
        var role = create();
        rename(role, 5);

        awaitAllPublished();

        for (var stored : stored()) {
            var sent = topic.distinctOf(stored.aggregate()).get((int) stored.sequence());
            assertThat(sent.id()).isEqualTo(stored.id());
            assertThat(sent.value()).isEqualTo(stored.payload());
            assertThat(sent.headers())
                    .containsEntry("ce_type", stored.type())
                    .containsEntry("ce_revision", stored.revision())
                    .containsEntry("ce_subject", stored.aggregate())
                    .containsEntry("ce_sequence", Long.toString(stored.sequence()))
                    .containsEntry("ce_globalindex", Long.toString(stored.index()))
                    .containsEntry("ce_source", "/rollbook")
                    .containsEntry("content-type", "application/json");
        }
        assertThat(topic.distinctOf(role.toString()))
                .allSatisfy(sent -> assertThat(sent.header("ce_actor")).isEqualTo("system"));
    }

    @Test
    void theEventsOfACommandSayHowManyFollow() {
        var user = users.nextId();
        commands.send(
                new AddUser(
                        user,
                        "account of " + user,
                        new EmailAddress("%s@example.org".formatted(user)),
                        new PersonName("Added And Approved"),
                        null,
                        null,
                        null,
                        true,
                        new RoleId(3)),
                Actor.SYSTEM);

        awaitAllPublished();

        assertThat(topic.distinctOf(user.toString()))
                .extracting(sent -> sent.header("ce_type"), sent -> sent.header("ce_following"))
                .containsExactly(tuple("user.added", "1"), tuple("user.approved", ""));
    }

    @Test
    void eventsOfAnAggregateKeepTheirOrder() {
        var role = create();
        rename(role, 40);

        awaitPublished(role, 41);

        assertThat(topic.distinctOf(role.toString()).stream().map(KafkaTopic.Sent::sequence))
                .isEqualTo(LongStream.rangeClosed(0, 40).boxed().toList());
    }

    @Test
    void publishingGoesOnWhereItStopped() {
        var before = create();
        awaitPublished(before, 1);
        publisher.stop();
        var meanwhile = create();
        try {
            assertThat(topic.distinctOf(meanwhile.toString())).isEmpty();
        } finally {
            publisher.start();
        }

        awaitPublished(meanwhile, 1);

        assertThat(topic.sent().stream().filter(sent -> sent.key().equals(before.toString())))
                .as("sent once: the position was kept")
                .hasSize(1);
    }

    @Test
    void anEventOfATransactionThatCommitsLateIsNotSkipped() throws SQLException {
        var late = roles.nextId();
        RoleId early;
        try (var connection = WriteSide.connections().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                    insert into domain_event (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
                                              payload_type, revision, payload, metadata)
                    values ('late-%1$s', 'Role', '%1$s', 0, now() - interval '1 hour',
                            'role.created', '1', '{"id":%2$s,"name":"late"}', '{}')
                    """.formatted(late, late.value()));
            early = create();
            awaitPublished(early, 1);
            assertThat(topic.distinctOf(late.toString())).isEmpty();

            connection.commit();
        }

        awaitPublished(late, 1);
        assertThat(topic.distinctOf(late.toString()).getFirst().header("ce_globalindex"))
                .as("its own place, not that of the farthest event")
                .isEqualTo(Long.toString(indexOf(late)));
        assertThat(position(late)).as("the order in which they could be read").isGreaterThan(position(early));
        var next = create();
        awaitPublished(next, 1);
        assertThat(indexOf(late)).isLessThan(indexOf(early));
    }

    @Test
    void whatAVersionHasPublishedThatKnowsOfNoPositionsGetsThemInTheOrderOfTheStore() {
        awaitAllPublished();
        publisher.stop();
        var first = create();
        var second = create();
        var old = tokensOf("old");
        transactions.executeInTransaction(() -> {
            var before = (GapAwareTrackingToken) old.fetchToken(EventPublisher.PROCESSOR, 0);
            var after = before.advanceTo(indexOf(first), 1_000).advanceTo(indexOf(second), 1_000);
            old.storeToken(after, EventPublisher.PROCESSOR, 0);
            old.releaseClaim(EventPublisher.PROCESSOR, 0);
        });
        publisher.start();

        var third = create();

        awaitPublished(third, 1);
        assertThat(storedPosition(first)).isEqualTo(position(third) - 2);
        assertThat(storedPosition(second)).isEqualTo(position(third) - 1);
        assertThat(topic.distinctOf(first.toString())).as("it was published").isEmpty();
        send(first);
        send(second);
    }

    @Test
    void nothingIsLostOrDisorderedWhileKafkaIsAway(CapturedOutput output) {
        var away = new AtomicBoolean(true);
        var attempts = new AtomicInteger();
        publisher.stop();
        var own = publisher(tokens, failing(away, attempts));
        var role = create();
        rename(role, 9);
        own.start();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(attempts).hasValueGreaterThan(20));
            assertThat(topic.distinctOf(role.toString())).hasSizeLessThan(10);

            away.set(false);

            awaitPublished(role, 10);
        } finally {
            own.stop();
            publisher.start();
        }
        assertThat(topic.distinctOf(role.toString()).stream().map(KafkaTopic.Sent::sequence))
                .isEqualTo(LongStream.rangeClosed(0, 9).boxed().toList());
        assertThat(output)
                .containsOnlyOnce("waits for Kafka, which cannot be reached")
                .containsOnlyOnce("publishing goes on");
    }

    @Test
    void whoStoodStillInTheMiddleOfABatchRepeatsItAndLeavesTheRestToWhoTookOver() throws InterruptedException {
        var reached = new CountDownLatch(1);
        var thaw = new CountDownLatch(1);
        publisher.stop();
        var role = create();
        rename(role, 3);
        var frozen = publisher(tokensOf("frozen"), frozen(reached, thaw));
        frozen.start();
        try {
            assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            publisher.start();
            awaitPublished(role, 4);
            rename(role, 3);
            awaitPublished(role, 7);
            var position = new PublishedPosition(jdbc, serializer, snapshots);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(position.look().unpublished()).isZero());
            var before = position.look();

            thaw.countDown();

            await().atMost(PATIENCE).until(() -> !frozen.publishes());
            assertThat(position.look().published()).isEqualTo(before.published());
            assertThat(position.look().holder()).isEqualTo(before.holder());
            rename(role, 1);
            awaitPublished(role, 8);
        } finally {
            thaw.countDown();
            frozen.stop();
            if (!publisher.isRunning()) {
                publisher.start();
            }
        }
        assertThat(topic.distinctOf(role.toString()).stream().map(KafkaTopic.Sent::sequence))
                .as("the first time that each event comes")
                .isEqualTo(LongStream.rangeClosed(0, 7).boxed().toList());
        assertThat(topic.sent().stream()
                        .filter(sent -> sent.key().equals(role.toString()))
                        .map(KafkaTopic.Sent::sequence))
                .as("with what was in hand when it stood still")
                .hasSizeGreaterThan(8)
                .endsWith(7L);
    }

    private EventPublisher publisher(TokenStore tokens, Producer<String, byte[]> producer) {
        var sender = new EventSender(producer, new EventRecords(properties.name(), serializer), keys);
        return PublishingConfiguration.eventPublisher(
                store, identity, tokens, transactions, sender, republications, jdbc);
    }

    private TokenStore tokensOf(String owner) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .schema(TokenSchema.builder()
                        .setTokenTable("token_entry")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .build())
                .contentType(byte[].class)
                .claimTimeout(Duration.ofSeconds(4))
                .nodeId(owner)
                .build();
    }

    private Producer<String, byte[]> frozen(CountDownLatch reached, CountDownLatch thaw) {
        return producer(method -> {
            if (method.equals("send")) {
                reached.countDown();
                thaw.await();
            }
            return null;
        });
    }

    // While Kafka is away it acknowledges the first record only: the worst of both worlds.
    private Producer<String, byte[]> failing(AtomicBoolean away, AtomicInteger attempts) {
        return producer(method -> method.equals("send") && attempts.incrementAndGet() > 1 && away.get()
                ? CompletableFuture.failedFuture(new TimeoutException("away"))
                : null);
    }

    /** The producer with something before each call, which may answer in its place. */
    @SuppressWarnings("unchecked")
    private Producer<String, byte[]> producer(Before before) {
        return (Producer<String, byte[]>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    var answer = before.call(method.getName());
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

    private interface Before {
        @Nullable
        Object call(String method) throws InterruptedException;
    }

    private RoleId create() {
        var role = roles.nextId();
        commands.send(new CreateRole(role, new RoleName("operator of " + role)), Actor.SYSTEM);
        return role;
    }

    private void rename(RoleId role, int times) {
        for (var i = 1; i <= times; i++) {
            commands.send(new RenameRole(role, new RoleName("operator %s of %s".formatted(i, role))), Actor.SYSTEM);
        }
    }

    private void send(RoleId role) {
        var records = new EventRecords(properties.name(), serializer);
        events.readEvents(role.toString())
                .asStream()
                .forEach(event -> producer.send(records.recordOf(event, indexOf(role), storedPosition(role))));
        producer.flush();
    }

    private void awaitPublished(RoleId role, int events) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(topic.distinctOf(role.toString())).hasSize(events));
    }

    private void awaitAllPublished() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                topic.sent().stream().map(KafkaTopic.Sent::id).toList())
                        .containsAll(stored().stream().map(Stored::id).toList()));
    }

    private long position(RoleId role) {
        return Long.parseLong(topic.distinctOf(role.toString()).getFirst().header("ce_position"));
    }

    private long storedPosition(RoleId role) {
        return jdbc.sql("select position from event_position where global_index = :index")
                .param("index", indexOf(role))
                .query(Long.class)
                .single();
    }

    private long indexOf(RoleId role) {
        return stored().stream()
                .filter(stored -> stored.aggregate().equals(role.toString()))
                .findFirst()
                .orElseThrow()
                .index();
    }

    private List<Stored> stored() {
        return jdbc.sql("""
                        select global_index as index, event_id as id, aggregate_id as aggregate,
                               sequence_number as sequence, payload_type as type, revision, payload
                          from domain_event order by global_index
                        """)
                .query((row, number) -> new Stored(
                        row.getLong("index"),
                        row.getString("id"),
                        row.getString("aggregate"),
                        row.getLong("sequence"),
                        row.getString("type"),
                        row.getString("revision"),
                        row.getString("payload")))
                .list();
    }

    private record Stored(
            long index, String id, String aggregate, long sequence, String type, String revision, String payload) {}
}
