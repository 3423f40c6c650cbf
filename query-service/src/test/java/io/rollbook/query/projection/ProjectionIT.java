package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.query.personal.TestKeys;
import io.rollbook.servers.Cable;
import io.rollbook.servers.TestKafka;
import io.rollbook.servers.TestMongo;
import io.rollbook.web.envelope.Unavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The projections with a real broker and a real document server, which fail at the worst moments. */
@Execution(ExecutionMode.CONCURRENT)
class ProjectionIT {
    private static final int PARTITIONS = 3;
    private static final int ROLES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static TestKafka kafka;
    private static TestMongo mongo;
    private static KafkaProducer<String, byte[]> producer;
    private static MongoClient looks;

    private final Letters letters = new Letters();
    private final EventRecords records = new EventRecords();
    private final List<Projections> processes = new ArrayList<>();
    private final List<MongoClient> clients = new ArrayList<>();
    private String topic;
    private String databaseName;
    private Cable cable;

    @BeforeAll
    static void startServers(@TempDir Path directory) {
        kafka = TestKafka.start(directory.resolve("kafka"));
        mongo = TestMongo.start();
        looks = MongoClients.create(mongo.connectionString());
        producer = new KafkaProducer<>(
                // One request at a time: a partition that is new to the producer takes a later one before a failed
                // first.
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "linger.ms",
                        0,
                        "max.in.flight.requests.per.connection",
                        1),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopServers() {
        producer.close();
        looks.close();
        mongo.close();
        kafka.close();
    }

    @BeforeEach
    void newTopic() throws Exception {
        topic = "events-" + UUID.randomUUID();
        databaseName = "it-" + UUID.randomUUID();
        cable = mongo.cable();
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stop() {
        stopProcesses();
        clients.forEach(MongoClient::close);
        cable.close();
    }

    private void stopProcesses() {
        processes.forEach(Projections::stop);
    }

    @Test
    void foldsWhatIsThereAndWhatComes() {
        create();
        var process = start(database());
        awaitTexts("0");

        rename(1);

        awaitTexts("0,1");
        assertThat(process.readModel(letters).find(1)).contains("0,1");
        assertThat(process.status().getFirst().partitions()).hasSize(PARTITIONS);
    }

    @Test
    void showsAllOfACommandOrNothing() {
        var role = new RoleId(1);
        start(database());
        send(EventRecords.followed(records.next(topic, new RoleCreated(role, "0")), 2));
        send(EventRecords.followed(records.next(topic, new RoleRenamed(role, "1")), 1));
        producer.flush();
        var elsewhere = IntStream.rangeClosed(2, ROLES)
                .filter(id -> partitionOf(new RoleId(id)) != partitionOf(role))
                .toArray();
        for (var id : elsewhere) {
            send(records.next(topic, new RoleCreated(new RoleId(id), "0")));
        }
        await().atMost(LIMIT).until(() -> texts().size() >= elsewhere.length);
        assertThat(text(1)).isEmpty();

        send(records.next(topic, new RoleRenamed(role, "2")));

        await().atMost(LIMIT).until(() -> !text(1).isEmpty());
        assertThat(text(1)).isEqualTo("0,1,2");
    }

    @Test
    void isNotReadBeforeItIsFilled() throws InterruptedException {
        create();
        cable.cut();
        var process = start(cut());

        assertThatThrownBy(() -> process.readModel(letters).find(1)).isInstanceOf(Unavailable.class);
        cable.mend();

        await().atMost(LIMIT).until(() -> process.status().getFirst().filled());
        assertThat(process.awaitCaughtUp(LIMIT)).isTrue();
        assertThat(texts()).hasSize(ROLES).containsOnly("0");
    }

    @Test
    void servesAtOnceWhenItWasFilledBeforeThoughKafkaIsAway() {
        create();
        start(database());
        awaitTexts("0");
        stopProcesses();

        var again = start(database(), "localhost:1", "");

        await().atMost(LIMIT).until(() -> again.status().getFirst().filled());
        assertThat(again.readModel(letters).find(1)).contains("0");
    }

    @Test
    void keepsTryingWhenTheNameOfKafkaIsNotKnownYet() {
        create();
        start(database());
        awaitTexts("0");
        stopProcesses();

        var again = start(database(), "nowhere.invalid:9092", "");

        await().atMost(LIMIT).until(() -> again.status().getFirst().problem() != null);
        assertThat(again.readModel(letters).find(1)).contains("0");
    }

    @Test
    void goesOnWhereItStopped() {
        create();
        start(database());
        awaitTexts("0");
        stopProcesses();
        rename(1);

        start(database());

        awaitTexts("0,1");
        assertThat(deadLetters(database())).isZero();
    }

    @Test
    void foldsWhatIsPublishedTwiceOnce() {
        create();
        start(database());
        for (var id = 1; id <= ROLES; id++) {
            send(records.at(topic, new RoleCreated(new RoleId(id), "again"), 0));
        }
        rename(1);

        awaitTexts("0,1");
        assertThat(deadLetters(database())).isZero();
    }

    @Test
    void keepsOneAggregateFromFoldingAndFoldsItWhenItsMissingEventComes() {
        create();
        start(database());
        send(records.at(topic, new RoleRenamed(new RoleId(1), "2"), 2));
        send(records.at(topic, new RoleRenamed(new RoleId(2), "1"), 1));

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(text(2)).isEqualTo("0,1");
            assertThat(deadLetters(database())).isEqualTo(1);
        });
        assertThat(text(1)).isEqualTo("0");

        send(records.at(topic, new RoleRenamed(new RoleId(1), "1"), 1));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(text(1)).isEqualTo("0,1,2"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(deadLetters(database())).isZero());
    }

    @Test
    void keepsAPoisonEventAsADeadLetterUntilTheCodeIsMended() {
        create();
        var process = start(database());
        send(records.brokenRecord(topic, new RoleRenamed(new RoleId(3), "x"), 1));
        send(records.at(topic, new RoleRenamed(new RoleId(1), Letters.POISON), 1));
        send(records.at(topic, new RoleRenamed(new RoleId(1), "2"), 2));
        send(records.at(topic, new RoleRenamed(new RoleId(2), "1"), 1));

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(text(2)).isEqualTo("0,1");
            assertThat(process.status().getFirst().deadLetters()).isEqualTo(3);
        });
        letters.mend();

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(text(1)).isEqualTo("0,poison,2");
            assertThat(deadLetters(database())).isEqualTo(1);
        });
    }

    @Test
    void healsWhenTheDatabaseIsLostWhileItRuns() {
        create();
        var process = start(database());
        awaitTexts("0");
        database().drop();

        rename(1);

        awaitTexts("0,1");
        await().atMost(LIMIT).until(() -> process.status().getFirst().filled());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(deadLetters(database())).isZero());
    }

    @Test
    void healsWhenTheDatabaseIsLostWhileItIsStoppedWhateverTheBrokerRemembers() {
        create();
        start(database());
        awaitTexts("0");
        stopProcesses();
        database().drop();

        start(database());

        awaitTexts("0");
    }

    @Test
    void losesNothingWhenTheDatabaseGoesAwayInTheMiddle() throws InterruptedException {
        create();
        var process = start(cut());
        awaitTexts("0");
        for (var step = 1; step <= 30; step++) {
            rename(step);
            if (step % 10 == 0) {
                cable.cut();
                await().atMost(LIMIT).until(() -> process.status().getFirst().problem() != null);
                cable.mend();
            }
        }

        assertThat(process.awaitCaughtUp(LIMIT)).isTrue();
        awaitTexts("0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30");
        assertThat(deadLetters(database())).isZero();
        assertThat(process.status().getFirst().partitions()).hasSize(PARTITIONS);
    }

    @Test
    void sharesThePartitionsAndTakesThemOver() {
        create();
        var first = start(database());
        var second = start(database());
        await().atMost(LIMIT)
                .until(() -> first.status().getFirst().partitions().size() < PARTITIONS
                        && !second.status().getFirst().partitions().isEmpty());
        rename(1);
        awaitTexts("0,1");

        first.stop();
        rename(2);

        awaitTexts("0,1,2");
        assertThat(deadLetters(database())).isZero();
    }

    @Test
    void aPartitionThatComesWhileTheDatabaseIsAwayStandsStillUntilItsPositionIsRead() {
        create();
        var first = start(cut());
        awaitTexts("0");
        cable.cut();
        rename(1);
        await().atMost(LIMIT).until(() -> first.status().getFirst().problem() != null);
        var second = start(cut());
        await().atMost(LIMIT).until(() -> second.status().getFirst().problem() != null);
        rename(2);
        cable.mend();

        awaitTexts("0,1,2");
        await().atMost(LIMIT)
                .until(() -> partitions(first) < PARTITIONS && partitions(first) + partitions(second) == PARTITIONS);
        rename(3);
        awaitTexts("0,1,2,3");
        assertThat(deadLetters(database())).isZero();
    }

    @Test
    void takesOverFromProcessesOfAVersionThatHadTheClassicProtocol() {
        create();
        var settings = new HashMap<String, Object>(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                "rollbook-" + letters.name() + "-" + topic,
                "session.timeout.ms",
                6_000,
                "heartbeat.interval.ms",
                500,
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName()));
        try (var old = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            old.subscribe(List.of(topic));
            await().atMost(LIMIT).until(() -> {
                old.poll(Duration.ofMillis(50));
                return old.assignment().size() == PARTITIONS;
            });
            var process = start(database());
            await("both in one group").atMost(LIMIT).until(() -> {
                old.poll(Duration.ofMillis(50));
                return partitions(process) > 0 && old.assignment().size() + partitions(process) == PARTITIONS;
            });
        }

        rename(1);
        awaitTexts("0,1");
    }

    @Test
    void whoComesBackUnderItsNameDoesNotWaitForItsFormerSelfToBeGivenUp() {
        create();
        var session = Duration.ofSeconds(60);
        var former = start(database(), kafka.bootstrapServers(), "", "one", session);
        awaitTexts("0");

        // The former one has not left the group, as if it had crashed; and it tries to come back, as if it had not.
        var again = start(database(), kafka.bootstrapServers(), "", "one", session);

        await().atMost(LIMIT).until(() -> partitions(again) == PARTITIONS);
        await().atMost(LIMIT).until(() -> former.status().getFirst().problem() != null);
        rename(1);
        awaitTexts("0,1");
        assertThat(partitions(again)).isEqualTo(PARTITIONS);
    }

    @Test
    void theBrokerIsToldForHowLongAProcessMayBeSilent() throws Exception {
        create();
        start(database(), kafka.bootstrapServers(), "", null, Duration.ofSeconds(7));
        awaitTexts("0");

        var group = new ConfigResource(ConfigResource.Type.GROUP, "rollbook-" + letters.name() + "-" + topic);
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var told = admin.describeConfigs(List.of(group)).all().get(10, TimeUnit.SECONDS);
            assertThat(told.values())
                    .singleElement()
                    .satisfies(config -> assertThat(config.entries())
                            .extracting(ConfigEntry::name, ConfigEntry::value)
                            .contains(
                                    tuple("consumer.session.timeout.ms", "7000"),
                                    tuple("consumer.heartbeat.interval.ms", "1750")));
        }
    }

    @Test
    void foldsAllTheSameWhenTheBrokerDoesNotAdmitWhatItIsTold() {
        create();

        start(database(), kafka.bootstrapServers(), "", null, Duration.ofHours(1));

        awaitTexts("0");
    }

    @Test
    void twoThatFoldTheSamePartitionsDoNoHarm() {
        create();
        start(database(), kafka.bootstrapServers(), "-a");
        start(database(), kafka.bootstrapServers(), "-b");
        var expected = new StringBuilder("0");
        for (var step = 1; step <= 40; step++) {
            rename(step);
            expected.append(',').append(step);
        }

        awaitTexts(expected.toString());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(deadLetters(database())).isZero());
    }

    private void create() {
        for (var id = 1; id <= ROLES; id++) {
            send(records.next(topic, new RoleCreated(new RoleId(id), "0")));
        }
    }

    private void rename(int step) {
        for (var id = 1; id <= ROLES; id++) {
            send(records.at(topic, new RoleRenamed(new RoleId(id), Integer.toString(step)), step));
        }
    }

    private static void send(ProducerRecord<String, byte[]> record) {
        producer.send(record);
    }

    private Projections start(MongoDatabase database) {
        return start(database, kafka.bootstrapServers(), "");
    }

    private Projections start(MongoDatabase database, String bootstrapServers, String suffix) {
        return start(database, bootstrapServers, suffix, null, Duration.ofSeconds(6));
    }

    private Projections start(
            MongoDatabase database,
            String bootstrapServers,
            String suffix,
            @Nullable String instanceId,
            Duration sessionTimeout) {
        var settings = new ProjectionSettings(
                "-" + topic + suffix, instanceId, 500, Duration.ofMillis(200), Duration.ofMillis(500), sessionTimeout);
        var consumers = new TopicConsumers(topic, Map.of("bootstrap.servers", bootstrapServers), settings);
        var process = new Projections(
                List.of(letters),
                database,
                consumers,
                TestKeys.of(database).keys(),
                (view, aggregate, version, recorded) -> {},
                settings);
        processes.add(process);
        process.start();
        return process;
    }

    private static int partitions(Projections process) {
        return process.status().getFirst().partitions().size();
    }

    private MongoDatabase database() {
        return looks.getDatabase(databaseName);
    }

    private MongoDatabase cut() {
        return database(TestMongo.connectionString(cable));
    }

    private MongoDatabase database(String connectionString) {
        var client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(connectionString))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(500, TimeUnit.MILLISECONDS))
                .build());
        clients.add(client);
        return client.getDatabase(databaseName);
    }

    private static int partitionOf(RoleId role) {
        return BuiltInPartitioner.partitionForKey(role.toString().getBytes(StandardCharsets.UTF_8), PARTITIONS);
    }

    private void awaitTexts(String text) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(texts()).hasSize(ROLES).containsOnly(text));
    }

    private List<String> texts() {
        return database()
                .getCollection(letters.collection())
                .find(Filters.ne("_id", "filling"))
                .map(letters::read)
                .into(new ArrayList<>());
    }

    private String text(int id) {
        var stored = database()
                .getCollection(letters.collection())
                .find(Filters.eq(id))
                .first();
        return stored == null ? "" : letters.read(stored);
    }

    private static long deadLetters(MongoDatabase database) {
        return database.getCollection("letters_v1_dead_letters").countDocuments(Filters.exists("aggregateId"));
    }
}
