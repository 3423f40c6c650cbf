package io.rollbook.command.privacy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rollbook.api.personal.PersonTopics;
import io.rollbook.api.user.UserErased;
import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.command.publishing.BeforePublishing;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.SealedFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Sends the keys of persons before the events that are sealed with them, and takes them back for persons who are erased: a
 * certificate in the topic of erasures, nothing in the place of the key.
 *
 * <p>An instance that stood still between reading a key and sending it may put it back after it was taken back. So it looks
 * who is erased after it has sent. All erasures are sent again when an instance begins to publish, and from time to time;
 * the broker needs appends to compact what lies there.
 */
final class KeyPublisher implements BeforePublishing {

    private static final int MOST_REMEMBERED = 100_000;

    private final DataKeys keys;
    private final Erasures erasures;
    private final KeyRing ring;
    private final Producer<String, byte[]> producer;
    private final PersonTopicSettings topics;
    private final Cache<String, Boolean> sent =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    private long erasuresSent;

    KeyPublisher(
            DataKeys keys,
            Erasures erasures,
            KeyRing ring,
            Producer<String, byte[]> producer,
            PersonTopicSettings topics) {
        this.keys = keys;
        this.erasures = erasures;
        this.ring = ring;
        this.producer = producer;
        this.topics = topics;
    }

    @Override
    public void begin() throws InterruptedException, ExecutionException {
        sent.invalidateAll();
        takeBackAll();
    }

    /** Sends all erasures again when it is time to. */
    @Override
    public void repeat() throws InterruptedException, ExecutionException {
        if (System.nanoTime() - erasuresSent >= topics.compactionLag().toNanos()) {
            takeBackAll();
        }
    }

    @Override
    public void sendBefore(Collection<? extends EventMessage<?>> events)
            throws InterruptedException, ExecutionException {
        var sealed = personsOf(events, SealedFields::any);
        sealed.removeIf(person -> sent.getIfPresent(person) != null);
        sendStored(sealed, personsOf(events, UserErased.class::equals));
    }

    /** Sends the keys of these persons as they are stored; when it returns, Kafka has acknowledged them. */
    void sendStored(Set<String> persons) throws InterruptedException, ExecutionException {
        sendStored(persons, Set.of());
    }

    private void sendStored(Set<String> persons, Set<String> erased) throws InterruptedException, ExecutionException {
        var wrapped = keys.wrapped(persons);
        send(wrapped, erased);
        // What was wrapped anew between the reading and the sending has to come last.
        for (var newer = newer(wrapped); !newer.isEmpty(); newer = newer(newer)) {
            send(newer, Set.of());
        }
    }

    private Map<String, String> newer(Map<String, String> sent) {
        var stored = new HashMap<>(keys.wrapped(sent.keySet()));
        stored.entrySet().removeAll(sent.entrySet());
        return stored;
    }

    /** Sends keys, each wrapped, by person; when it returns, Kafka has acknowledged them. */
    void send(Map<String, String> wrapped) throws InterruptedException, ExecutionException {
        send(wrapped, Set.of());
    }

    private void send(Map<String, String> wrapped, Set<String> erased) throws InterruptedException, ExecutionException {
        if (wrapped.isEmpty() && erased.isEmpty()) {
            return;
        }
        await(wrapped.entrySet().stream()
                .map(key -> producer.send(record(topics.keysTopic(), key.getKey(), key.getValue())))
                .toList());
        var doubtful = new HashSet<>(wrapped.keySet());
        doubtful.addAll(erased);
        takeBack(erasures.certificates(doubtful));
        wrapped.keySet().forEach(person -> sent.put(person, true));
    }

    private void takeBackAll() throws InterruptedException, ExecutionException {
        takeBack(erasures.certificates());
        erasuresSent = System.nanoTime();
    }

    // The certificate first: a key that is gone without one has merely not come yet.
    private void takeBack(Map<String, String> certificates) throws InterruptedException, ExecutionException {
        if (certificates.isEmpty()) {
            return;
        }
        var acknowledgements = new ArrayList<Future<RecordMetadata>>();
        certificates.forEach(
                (person, certificate) -> acknowledgements.add(producer.send(erasure(person, certificate))));
        await(acknowledgements);
        await(certificates.keySet().stream()
                .map(person -> producer.send(record(topics.keysTopic(), person, null)))
                .toList());
    }

    private void await(List<Future<RecordMetadata>> acknowledgements) throws InterruptedException, ExecutionException {
        producer.flush();
        for (var acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
    }

    private static Set<String> personsOf(
            Collection<? extends EventMessage<?>> events, Predicate<Class<? extends Record>> kind) {
        return events.stream()
                .filter(event -> Record.class.isAssignableFrom(event.getPayloadType())
                        && kind.test(event.getPayloadType().asSubclass(Record.class)))
                .map(event -> ((DomainEventMessage<?>) event).getAggregateIdentifier())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private ProducerRecord<String, byte[]> erasure(String person, String certificate) {
        var record = record(topics.erasuresTopic(), person, certificate);
        record.headers()
                .add(
                        PersonTopics.SIGNATURE,
                        ring.signErasure(person, certificate).getBytes(UTF_8));
        return record;
    }

    private static ProducerRecord<String, byte[]> record(String topic, String person, @Nullable String value) {
        return new ProducerRecord<>(topic, person, value == null ? null : value.getBytes(UTF_8));
    }
}
