package io.rollbook.query.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoDatabase;
import io.rollbook.api.personal.PersonTopics;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import io.rollbook.query.EmptyDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(EmptyDatabase.class)
class PersonKeyReadingTest {
    private static final TopicPartition KEYS = new TopicPartition("keys", 0);
    private static final TopicPartition ERASURES = new TopicPartition("erasures", 0);
    private static final String SEVEN = "user-7";
    private static final String EIGHT = "user-8";

    private final KeyRing ring = KeyRing.random();
    private final List<ConsumerRecord<String, byte[]>> topics = new ArrayList<>();
    private Instant now = Instant.now();
    private MongoDatabase database;
    private PersonKeys keys;
    private PersonKeyReading reading;

    @BeforeEach
    void begin(MongoDatabase database) {
        this.database = database;
        startProcess();
    }

    private void startProcess() {
        keys = new PersonKeys(database, AwaitedKeyRing.of(ring), Instant.EPOCH);
        reading = new PersonKeyReading("keys", "erasures", keys, new KeyPositions(database), () -> now);
    }

    @Test
    void isReadyOnlyWhenBothTopicsAreReadToWhereTheyEnded() {
        key(SEVEN);
        erasure(EIGHT);

        read(1);
        assertThat(keys.ready()).isFalse();
        read(3);

        assertThat(keys.ready()).isTrue();
        assertThat(state(SEVEN)).isInstanceOf(KeyState.Here.class);
        assertThat(state(EIGHT)).isEqualTo(KeyState.ERASED);
    }

    @Test
    void topicsWithNothingInThemAreReadAtOnce() {
        read(1);

        assertThat(keys.ready()).isTrue();
    }

    @Test
    void goesOnWhereTheLastProcessStopped() {
        key(SEVEN);
        read(3);
        topics.clear();
        topics.add(record(KEYS, 0, EIGHT, ring.wrap(DataKey.random(), EIGHT)));
        startProcess();
        key(EIGHT, 1);
        read(3);

        assertThat(keys.ready()).isTrue();
        assertThat(positions()).containsEntry("keys/0", 2L);
    }

    @Test
    void readsAgainWhenTheDatabaseHasLostEverything() {
        key(SEVEN);
        erasure(EIGHT);
        read(3);
        database.drop();
        nextSecond();

        read(1);
        assertThat(keys.ready()).as("until it is read again").isFalse();
        read(3);

        assertThat(keys.ready()).isTrue();
        assertThat(state(SEVEN)).isInstanceOf(KeyState.Here.class);
    }

    @Test
    void readsAgainWhatAnEarlierBackupOfTheDatabaseLacks() {
        key(SEVEN);
        read(3);
        erasure(SEVEN);
        read(3);
        assertThat(state(SEVEN)).isEqualTo(KeyState.ERASED);
        var collection = database.getCollection(PersonKeys.COLLECTION);
        collection.replaceOne(
                new Document("_id", SEVEN),
                new Document("_id", SEVEN).append("wrapped", ring.wrap(DataKey.random(), SEVEN)));
        collection.updateOne(new Document("_id", "erasures/0"), new Document("$set", new Document("next", 0L)));
        nextSecond();

        read(4);

        assertThat(keys.ready()).isTrue();
        assertThat(state(SEVEN)).isEqualTo(KeyState.ERASED);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void whatAnotherProcessStoresWhileThisOneLooksTakesNothingBack(Moment moment) {
        key(SEVEN);
        read(3);
        var here = keys;
        var hereReading = reading;
        startProcess();
        read(3);
        var elsewhere = keys;
        var elsewhereReading = reading;
        nextSecond();

        var stores = new AtomicInteger();
        read(hereReading, 1, asked -> {
            if (asked == moment) {
                key(EIGHT);
                read(elsewhereReading, 3, any -> {});
                assertThat(positions()).containsEntry("keys/0", stores.incrementAndGet() + 1L);
            }
        });

        assertThat(stores.get()).isPositive();
        assertThat(here.ready()).isTrue();
        assertThat(elsewhere.ready()).isTrue();
        assertThat(positions()).containsEntry("keys/0", stores.get() + 1L);
        nextSecond();
        read(elsewhereReading, 1, any -> {});
        assertThat(elsewhere.ready()).as("the other follows nobody").isTrue();
    }

    @Test
    void readsATopicThatIsAnotherOneNow() {
        key(SEVEN);
        key(EIGHT);
        read(3);
        topics.clear();
        key("user-9");
        startProcess();

        read(4);

        assertThat(keys.ready()).isTrue();
        assertThat(state("user-9")).isInstanceOf(KeyState.Here.class);
        assertThat(state(SEVEN)).isInstanceOf(KeyState.Here.class);
    }

    @Test
    void readsFromTheBeginningWhenSomebodyIsWaitedForWhoWasPassedOver() {
        key(SEVEN);
        read(3);
        database.getCollection(PersonKeys.COLLECTION).deleteOne(new Document("_id", SEVEN));
        startProcess();
        read(3);
        keys.want(List.of(SEVEN));
        nextSecond();
        read(3);
        assertThat(state(SEVEN)).as("not at once").isEqualTo(KeyState.NOT_COME);

        now = now.plusSeconds(20);
        read(4);

        assertThat(state(SEVEN)).isInstanceOf(KeyState.Here.class);
        assertThat(keys.ready()).isTrue();
    }

    @Test
    void aCertificateThatCannotBeReadStillErases() {
        topics.add(signed(0, SEVEN, "{oops"));

        read(3);

        assertThat(state(SEVEN)).isEqualTo(KeyState.ERASED);
    }

    /** Who can merely write to the topics takes nothing away from anybody. */
    @Test
    void whatThisRollHasNotWrittenIsSetAside() {
        key(SEVEN);
        topics.add(record(KEYS, 1, SEVEN, "forged"));
        topics.add(record(KEYS, 2, SEVEN, null));
        topics.add(record(ERASURES, 0, SEVEN, "{\"reason\":\"asked for\"}"));
        topics.add(record(ERASURES, 1, SEVEN, "{\"fingerprint\":\"%s\"}".formatted("0".repeat(64))));
        topics.add(record(ERASURES, 2, SEVEN, "no JSON"));
        topics.add(record(ERASURES, 3, SEVEN, ""));
        topics.add(record(ERASURES, 5, SEVEN, "[".repeat(200_000)));
        topics.add(record(ERASURES, 6, SEVEN, "{\"fingerprint\":{\"$oid\":\"no\"}}"));
        var elsewhere = signed(4, EIGHT, "{\"reason\":\"asked for\"}");
        var copied = record(ERASURES, 4, SEVEN, "{\"reason\":\"asked for\"}");
        elsewhere.headers().forEach(copied.headers()::add);
        topics.add(copied);

        read(14);

        assertThat(keys.ready()).isTrue();
        assertThat(state(SEVEN)).isInstanceOf(KeyState.Here.class);
        assertThat(state(EIGHT)).isEqualTo(KeyState.NOT_COME);
    }

    @Test
    void anErasureOfAVersionThatSignedNothingCountsWhenItNamesTheKey() {
        var key = DataKey.random();
        topics.add(record(KEYS, 0, SEVEN, ring.wrap(key, SEVEN)));
        read(3);
        topics.add(record(ERASURES, 0, SEVEN, "{\"fingerprint\":\"%s\"}".formatted(key.fingerprint())));

        read(3);

        assertThat(state(SEVEN)).isEqualTo(KeyState.ERASED);
    }

    @Test
    void aTombstoneAmongErasuresErasesNobodyAndBringsNobodyBack() {
        erasure(SEVEN);
        topics.add(record(ERASURES, 1, SEVEN, null));
        topics.add(record(ERASURES, 2, EIGHT, null));

        read(3);

        assertThat(state(SEVEN)).isEqualTo(KeyState.ERASED);
        assertThat(state(EIGHT)).isEqualTo(KeyState.NOT_COME);
    }

    @Test
    void saysThatThereAreNoTopicsYet() {
        try (var consumer = new MockConsumer<String, byte[]>("earliest")) {
            consumer.updatePartitions("keys", List.of());
            consumer.updatePartitions("erasures", List.of());

            assertThatThrownBy(() -> reading.run(consumer, () -> false, () -> {}))
                    .isInstanceOf(PersonKeyReading.NotYet.class)
                    .hasMessage("there is no topic keys yet");
        }
    }

    /** When a consumer is asked for the ends. */
    private enum Moment {
        BEFORE_IT_LOOKS,
        BEFORE_IT_ANSWERS
    }

    /** Goes so many steps with a consumer of its own, which has all of the topics. */
    private void read(int steps) {
        read(reading, steps, any -> {});
    }

    /** The same, while something else is done whenever the consumer is asked for the ends. */
    private void read(PersonKeyReading reading, int steps, Consumer<Moment> meanwhile) {
        var broker = new MockConsumer<String, byte[]>("earliest") {
            @Override
            public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
                meanwhile.accept(Moment.BEFORE_IT_LOOKS);
                var ends = partitions.stream()
                        .collect(Collectors.toMap(UnaryOperator.identity(), PersonKeyReadingTest.this::end));
                meanwhile.accept(Moment.BEFORE_IT_ANSWERS);
                return ends;
            }
        };
        try (var consumer = broker) {
            for (var partition : List.of(KEYS, ERASURES)) {
                consumer.updatePartitions(
                        partition.topic(),
                        List.of(new PartitionInfo(partition.topic(), 0, null, new Node[0], new Node[0])));
                consumer.updateBeginningOffsets(Map.of(partition, 0L));
                consumer.updateEndOffsets(Map.of(partition, end(partition)));
            }
            consumer.setMaxPollRecords(1);
            var left = new int[] {steps};
            reading.run(
                    consumer,
                    () -> {
                        if (left[0]-- == steps) {
                            topics.stream()
                                    .filter(record -> record.offset() >= consumer.position(partition(record)))
                                    .forEach(consumer::addRecord);
                        }
                        return left[0] < 0;
                    },
                    () -> {});
        }
    }

    private long end(TopicPartition partition) {
        return topics.stream()
                .filter(record -> partition(record).equals(partition))
                .mapToLong(record -> record.offset() + 1)
                .max()
                .orElse(0);
    }

    private void key(String person) {
        key(person, end(KEYS));
    }

    private void key(String person, long offset) {
        topics.add(record(KEYS, offset, person, ring.wrap(DataKey.random(), person)));
    }

    private void erasure(String person) {
        topics.add(signed(end(ERASURES), person, "{\"reason\":\"asked for\"}"));
    }

    private ConsumerRecord<String, byte[]> signed(long offset, String person, String certificate) {
        var record = record(ERASURES, offset, person, certificate);
        record.headers()
                .add(
                        PersonTopics.SIGNATURE,
                        ring.signErasure(person, certificate).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private KeyState state(String person) {
        return keys.of(List.of(person)).of(person);
    }

    private Document positions() {
        var all = new Document();
        for (var stored : database.getCollection(PersonKeys.COLLECTION).find()) {
            if (stored.containsKey("next")) {
                all.append(stored.getString("_id"), stored.getLong("next"));
            }
        }
        return all;
    }

    private void nextSecond() {
        now = now.plus(Duration.ofSeconds(1));
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static ConsumerRecord<String, byte[]> record(
            TopicPartition partition, long offset, String person, @Nullable String text) {
        return new ConsumerRecord<>(
                partition.topic(), 0, offset, person, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }
}
