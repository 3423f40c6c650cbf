package io.rollbook.query.personal;

import io.rollbook.api.personal.PersonTopics;
import io.rollbook.query.platform.StoredPosition;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
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
import org.bson.BSONException;
import org.bson.Document;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reading of the topics of keys and erasures, with one consumer after another. Reading anything again changes nothing, so
 * whenever it is doubtful how far they are stored, they are read again: when the database has lost the position or has an
 * earlier one than it had, when the topic is another one, and when somebody is waited for who should have come.
 *
 * <p>Used by one thread.
 */
final class PersonKeyReading {
    private static final Logger LOG = LoggerFactory.getLogger(PersonKeyReading.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration IDLE = Duration.ofMillis(500);
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
     * @throws NotYet when there are no such topics yet, or no key ring to tell who has written what they hold
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

    /** What the command service makes at its first start is not there yet. */
    static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NotYet(String what) {
            super("there is no " + what + " yet");
        }
    }

    private void begin(Consumer<String, byte[]> consumer) {
        if (!persons.hasRing()) {
            throw new NotYet("key ring");
        }
        var all = new HashSet<TopicPartition>();
        for (var topic : List.of(keys, erasures)) {
            var known = consumer.partitionsFor(topic, KAFKA_PATIENCE);
            if (known == null || known.isEmpty()) {
                throw new NotYet("topic " + topic);
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
        // What was taken back is told by the erasure: somebody who merely writes to the topic takes nothing away.
        if (kafka.value() == null) {
            return Optional.empty();
        }
        var text = new String(kafka.value(), StandardCharsets.UTF_8);
        return kafka.topic().equals(keys) ? Optional.of(new PersonChange.Key(text)) : erasure(kafka, text);
    }

    private Optional<PersonChange> erasure(ConsumerRecord<String, byte[]> kafka, String text) {
        var signature = kafka.headers().lastHeader(PersonTopics.SIGNATURE);
        var signed = signature == null || signature.value() == null
                ? ""
                : new String(signature.value(), StandardCharsets.UTF_8);
        if (!persons.recorded(kafka.key(), text, signed, fingerprint(text))) {
            LOG.error(
                    "set aside what {} has at offset {}: this roll has not written it", kafka.topic(), kafka.offset());
            SecurityLog.tell(SecurityEvent.RECORD_REFUSED, "system", "topic", kafka.topic(), "offset", kafka.offset());
            return Optional.empty();
        }
        return Optional.of(new PersonChange.Erasure(certificate(text)));
    }

    // Of something that anybody may have written.
    private static @Nullable String fingerprint(String text) {
        try {
            return JSON.readTree(text).path("fingerprint").stringValueOpt().orElse(null);
        } catch (JacksonException e) {
            LOG.debug("it is no certificate", e);
            return null;
        }
    }

    private static Document certificate(String text) {
        try {
            return Document.parse(text);
        } catch (JsonParseException | BSONException e) {
            LOG.debug("it is no certificate", e);
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
