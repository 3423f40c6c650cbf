package io.rollbook.query.projection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.query.EmptyDatabase;
import io.rollbook.query.personal.TestKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes from a consumer in which partitions come and go in a thread of its own, between any two steps of ours. */
@ExtendWith(EmptyDatabase.class)
class ConsumerSessionTest {
    private static final String TOPIC = "events";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final RoleId ONE = new RoleId(1);

    private final Letters letters = new Letters();
    private final EventRecords records = new EventRecords();
    private final Scripted consumer = new Scripted();
    private MongoDatabase database;
    private Filling filling;
    private TestKeys keys;
    private Instant now = Instant.now();
    private final Backoff backoff = new Backoff(() -> now, Duration.ofMillis(100));

    @BeforeEach
    void begin(MongoDatabase database) {
        this.database = database;
        filling = new Filling(database, letters.collection());
        keys = TestKeys.of(database);
    }

    @Test
    void foldsWhatComesFromAPartitionWhosePositionIsRead() {
        run(this::assigned, () -> created(0), () -> renamed(1));

        assertThat(text()).isEqualTo("0,1");
        assertThat(position()).isEqualTo(2);
    }

    @Test
    void takesNothingFromAPartitionBeforeItsPositionIsRead() {
        run(() -> {
            assigned();
            return renamed(1);
        });

        assertThat(text()).isNull();
        assertThat(position()).isZero();
    }

    @Test
    void takesNothingFromAPartitionThatHasGoneThoughTheConsumerStillHasItsRecords() {
        run(
                this::assigned,
                () -> created(0),
                () -> {
                    consumer.lose();
                    return renamed(1);
                },
                () -> renamed(2));

        assertThat(text()).isEqualTo("0");
        assertThat(position()).isEqualTo(1);
        assertThat(database.getCollection("letters_v1_dead_letters").countDocuments(Filters.exists("aggregateId")))
                .isZero();
    }

    @Test
    void goesOnFromTheStoredPositionWithAPartitionThatComesBack() {
        run(
                this::assigned,
                () -> created(0),
                () -> {
                    consumer.lose();
                    consumer.rebalance(Set.of());
                    return renamed(1);
                },
                this::assigned,
                () -> renamed(1));

        assertThat(text()).isEqualTo("0,1");
        assertThat(position()).isEqualTo(2);
    }

    @Test
    void aPartitionThatGoesUnseenIsNoFault() {
        run(this::assigned, () -> created(0), () -> {
            var last = renamed(1);
            consumer.goUnseen();
            return last;
        });

        assertThat(text()).isEqualTo("0,1");
    }

    @Test
    void waitsAtEachRoundWhileKeysAreNotThereThoughTheDatabaseWasAway() {
        keys = TestKeys.unread(database);
        backoff.failed();
        now = now.plusSeconds(10);

        run(
                new Names(),
                List.of(this::assigned, ConsumerRecords::empty, ConsumerRecords::empty, ConsumerRecords::empty));

        assertThat(consumer.waits).hasSize(5).allMatch(wait -> wait.compareTo(Duration.ofMillis(100)) >= 0);
    }

    @SafeVarargs
    private void run(Supplier<ConsumerRecords<String, byte[]>>... script) {
        run(letters, List.of(script));
    }

    private <D, E extends DomainEvent> void run(
            Projection<D, E> projection, List<Supplier<ConsumerRecords<String, byte[]>>> script) {
        consumer.script.addAll(script);
        var collection = projection.collection();
        var filling = new Filling(database, collection);
        var deadLetters = new DeadLetters(projection.name(), filling);
        var projector = Projections.projector(
                projection, filling, deadLetters, keys.keys(), (view, aggregate, version, recorded) -> {});
        var standing = new Standing(projection, filling);
        var session = new ConsumerSession(
                collection,
                TOPIC,
                consumer,
                projector,
                filling,
                new Upkeep(projector, deadLetters, filling, standing, Duration.ofSeconds(1)),
                standing,
                backoff);
        session.run(() -> consumer.done);
    }

    private ConsumerRecords<String, byte[]> assigned() {
        consumer.rebalance(Set.of(PARTITION));
        return ConsumerRecords.empty();
    }

    private ConsumerRecords<String, byte[]> created(int offset) {
        return polled(records.at(TOPIC, new RoleCreated(ONE, "0"), 0), offset);
    }

    private ConsumerRecords<String, byte[]> renamed(int sequence) {
        return polled(records.at(TOPIC, new RoleRenamed(ONE, Integer.toString(sequence)), sequence), sequence);
    }

    private static ConsumerRecords<String, byte[]> polled(ProducerRecord<String, byte[]> sent, long offset) {
        var received = new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
        return new ConsumerRecords<>(
                Map.of(PARTITION, List.of(received)), Map.of(PARTITION, new OffsetAndMetadata(offset + 1)));
    }

    private @Nullable String text() {
        Document stored =
                database.getCollection(letters.collection()).find(Filters.eq(1)).first();
        return stored == null ? null : letters.read(stored);
    }

    private long position() {
        return filling.positions().getOrDefault(0, -1L);
    }

    /** A consumer whose polls are written down beforehand; after the last one it is done. */
    private static final class Scripted extends MockConsumer<String, byte[]> {
        private final Deque<Supplier<ConsumerRecords<String, byte[]>>> script = new ArrayDeque<>();
        private @Nullable ConsumerRebalanceListener listener;
        private final List<Duration> waits = new ArrayList<>();
        private boolean done;

        Scripted() {
            super("earliest");
            updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
            updateBeginningOffsets(Map.of(PARTITION, 0L));
            updateEndOffsets(Map.of(PARTITION, 10L));
        }

        @Override
        public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener told) {
            listener = told;
            super.subscribe(topics, told);
        }

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            waits.add(timeout);
            var next = script.poll();
            // What was polled last is projected before the next poll.
            done = next == null;
            return next == null ? ConsumerRecords.empty() : next.get();
        }

        /** Tells that the partition has gone, while the consumer itself still believes that it has it. */
        void lose() {
            requireNonNull(listener).onPartitionsLost(Set.of(PARTITION));
        }

        /** The partition goes, and that is told at a later poll only. */
        void goUnseen() {
            unsubscribe();
        }
    }
}
