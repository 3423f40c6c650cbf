package io.rollbook.query.personal;

import io.rollbook.query.platform.StoredPosition;
import io.rollbook.web.platform.Floor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.bson.Document;
import org.bson.json.JsonParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading of the topics of keys and erasures, with one consumer after another. Reading anything again changes nothing, so
 * whenever it is doubtful how far they are stored, they are read again: when the database has lost the position or has an
 * earlier one than it had, when the topic is another one, and when somebody is waited for who should have come.
 *
 * <p>Used by one thread.
 */
final class PersonKeyReading {
    private static final Logger LOG = LoggerFactory.getLogger(PersonKeyReading.class);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);
    private static final Duration IN_VAIN = Duration.ofSeconds(10);
    private static final Duration LONGEST_BEFORE_READING_AGAIN = Duration.ofHours(1);

    private final String keys;
    private final String erasures;
    private final PersonKeys persons;
    private final KeyPositions positions;
    private final InstantSource clock;
    private final Map<TopicPartition, Long> stored = new HashMap<>();
    private final Map<TopicPartition, Long> consumed = new HashMap<>();
    private final Map<TopicPartition, Long> targets = new HashMap<>();
    private Set<TopicPartition> partitions = Set.of();
    private Instant lookDue = Instant.MIN;
    private Instant readAgainDue = Instant.MIN;
    private Duration beforeReadingAgain = IN_VAIN;

    PersonKeyReading(String keys, String erasures, PersonKeys persons, KeyPositions positions, InstantSource clock) {
        this.keys = keys;
        this.erasures = erasures;
        this.persons = persons;
        this.positions = positions;
        this.clock = clock;
    }

    /**
     * Reads on until told to stop.
     *
     * @param consumer a consumer in no group, with nothing assigned
     * @param well is called whenever all is well
     * @throws TopicsMissing when there are no such topics yet
     * @throws org.apache.kafka.common.KafkaException when they cannot be read now
     * @throws com.mongodb.MongoException when nothing can be stored now
     */
    void run(Consumer<String, byte[]> consumer, BooleanSupplier stopped, Runnable well) {
        var floor = Floor.under("person-keys");
        begin(consumer);
        try {
            while (!stopped.getAsBoolean()) {
                var came = step(consumer);
                well.run();
                floor.round(came);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Whether something has come. */
    private boolean step(Consumer<String, byte[]> consumer) {
        var changes = new HashMap<String, PersonChange>();
        for (var kafka : consumer.poll(IDLE)) {
            change(kafka).ifPresent(change -> changes.merge(kafka.key(), change, PersonKeyReading::later));
        }
        if (!changes.isEmpty()) {
            persons.store(changes);
        }
        advance(consumer);
        if (!clock.instant().isBefore(lookDue)) {
            look(consumer);
            lookDue = clock.instant().plus(LOOK);
        }
        if (!targets.isEmpty() && consumedTo(targets)) {
            persons.tellErasures();
            persons.complete(true);
            targets.clear();
        }
        return !changes.isEmpty();
    }

    /** No such topics: the command service makes them at its first start. */
    static final class TopicsMissing extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TopicsMissing(String topic) {
            super("there is no topic " + topic + " yet");
        }
    }

    private void begin(Consumer<String, byte[]> consumer) {
        var all = new HashSet<TopicPartition>();
        for (var topic : List.of(keys, erasures)) {
            var known = consumer.partitionsFor(topic, KAFKA_PATIENCE);
            if (known == null || known.isEmpty()) {
                throw new TopicsMissing(topic);
            }
            known.forEach(partition -> all.add(new TopicPartition(topic, partition.partition())));
        }
        partitions = Set.copyOf(all);
        consumer.assign(partitions);
        consumed.forEach(consumer::seek);
        look(consumer);
    }

    /** Sees whether the position is still what it was, and goes back if it is not. */
    private void look(Consumer<String, byte[]> consumer) {
        var now = StoredPosition.read(() -> positions.load(partitions), consumer, partitions, KAFKA_PATIENCE);
        now.forEach((partition, position) -> look(consumer, partition, position));
        persons.stored(stored);
        var ends = now.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().end()));
        if (targets.isEmpty() && consumedTo(ends)) {
            readAgainIfWanted(consumer);
        }
    }

    private void look(Consumer<String, byte[]> consumer, TopicPartition partition, StoredPosition position) {
        var before = stored.get(partition);
        var next = position.next();
        if (next != null && position.isOfAnotherTopic()) {
            LOG.warn("{} ends before the position {}: it is another topic now", partition.topic(), next);
            positions.forget(partition, next);
            next = null;
        }
        if (next == null || before == null || next < before) {
            if (before != null) {
                LOG.warn(
                        "the keys of persons that came by {} are lost or restored; reading it again",
                        partition.topic());
            }
            goBack(consumer, partition, next == null ? 0 : next, position.end());
        } else {
            stored.put(partition, next);
        }
    }

    private void goBack(Consumer<String, byte[]> consumer, TopicPartition partition, long next, long end) {
        persons.complete(false);
        positions.begin(partition, next);
        consumer.seek(partition, next);
        stored.put(partition, next);
        consumed.put(partition, next);
        targets.put(partition, end);
    }

    // A key that has not come although nothing is left to read was passed over: in a topic that was made anew, or by a
    // process that was late. Each time it helps nothing, the next time is farther off.
    private void readAgainIfWanted(Consumer<String, byte[]> consumer) {
        var now = clock.instant();
        if (!persons.isWantedSince(now.minus(IN_VAIN))) {
            beforeReadingAgain = IN_VAIN;
        } else if (!now.isBefore(readAgainDue)) {
            LOG.info("keys of persons are waited for that have not come; reading the topics from the beginning");
            consumer.seekToBeginning(partitions);
            beforeReadingAgain = shorter(beforeReadingAgain.multipliedBy(2), LONGEST_BEFORE_READING_AGAIN);
            readAgainDue = now.plus(beforeReadingAgain);
        }
    }

    private void advance(Consumer<String, byte[]> consumer) {
        for (var partition : partitions) {
            var next = consumer.position(partition);
            consumed.put(partition, next);
            if (next > stored.getOrDefault(partition, 0L)) {
                positions.advance(partition, next);
                stored.put(partition, next);
            }
        }
        persons.stored(stored);
    }

    private boolean consumedTo(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private Optional<PersonChange> change(ConsumerRecord<String, byte[]> kafka) {
        if (kafka.key() == null) {
            return Optional.empty();
        }
        var text = kafka.value() == null ? null : new String(kafka.value(), StandardCharsets.UTF_8);
        if (kafka.topic().equals(keys)) {
            return Optional.of(text == null ? new PersonChange.Tombstone() : new PersonChange.Key(text));
        }
        return text == null ? Optional.empty() : Optional.of(new PersonChange.Erasure(certificate(kafka.key(), text)));
    }

    // Whoever is named there is erased, whatever is wrong with what it says of it.
    private static Document certificate(String person, String text) {
        try {
            return Document.parse(text);
        } catch (JsonParseException e) {
            LOG.error("the certificate of the erasure of {} cannot be read", person);
            return new Document();
        }
    }

    private static PersonChange later(PersonChange before, PersonChange after) {
        return before instanceof PersonChange.Erasure ? before : after;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
