package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.personal.PersonTopics;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.personal.DataKey;
import io.rollbook.query.personal.PersonKeyConsumer;
import io.rollbook.query.personal.TestKeys;
import io.rollbook.servers.TestKafka;
import io.rollbook.servers.TestMongo;
import io.rollbook.web.envelope.Unavailable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Sealed events with the topics of keys and erasures of a real broker, in any order of the three. */
@Execution(ExecutionMode.CONCURRENT)
class SealedEventsIT {
    private static final int PERSONS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static TestKafka kafka;
    private static TestMongo mongo;
    private static KafkaProducer<String, byte[]> producer;
    private static MongoClient client;

    private final Names names = new Names();
    private final EventRecords records = new EventRecords();
    private final Map<String, DataKey> dataKeys = new HashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private MongoDatabase database;
    private String events;
    private String keys;
    private String erasures;

    private record Process(Projections projections, PersonKeyConsumer keys) {
        void stop() {
            projections.stop();
            keys.stop();
        }
    }

    @BeforeAll
    static void startServers(@TempDir Path directory) {
        kafka = TestKafka.start(directory.resolve("kafka"));
        mongo = TestMongo.start();
        client = MongoClients.create(mongo.connectionString());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopServers() {
        producer.close();
        client.close();
        mongo.close();
        kafka.close();
    }

    @BeforeEach
    void newTopics() throws Exception {
        var id = UUID.randomUUID();
        events = "events-" + id;
        keys = "keys-" + id;
        erasures = "erasures-" + id;
        database = client.getDatabase("it-" + id);
        make(events, 3);
    }

    @AfterEach
    void stop() {
        stopProcesses();
    }

    private void stopProcesses() {
        processes.forEach(Process::stop);
        processes.clear();
    }

    @Test
    void nothingIsReadBeforeTheTopicsAre() throws Exception {
        var process = start();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(process.keys().problem()).contains("there is no topic " + keys + " yet"));
        assertThatThrownBy(() -> process.projections().readModel(names).find(1)).isInstanceOf(Unavailable.class);

        makeKeyTopics();
        register();
        tellKeys();

        awaitSaid(List.of("Budi"));
        assertThat(process.projections().awaitCaughtUp(LIMIT)).isTrue();
        assertThat(process.projections().readModel(names).find(1)).isPresent();
        assertThat(process.keys().problem()).isEmpty();
    }

    @Test
    void whatComesBeforeItsKeyWaitsAndHoldsUpNobody() throws Exception {
        makeKeyTopics();
        var process = start();
        register();
        send(records.next(events, new UserRegistered(new UserId(99), "uid", null, "Sri", new RoleId(3))));

        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(said(99)).containsExactly("Sri");
            assertThat(process.projections().waitingAggregates("names")).isEqualTo(PERSONS);
        });
        assertThat(process.projections().aggregatesWithDeadLetters("names")).isZero();
        assertThat(said(1)).isNull();
        tellKeys();

        awaitSaid(List.of("Budi"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(process.projections().waitingAggregates("names"))
                        .isZero());
    }

    @Test
    void anErasureReachesEveryProcessAndWhatTheyHaveFolded() throws Exception {
        makeKeyTopics();
        start();
        start();
        tellKeys();
        register();
        awaitSaid(List.of("Budi"));

        everybody().forEach(this::erase);
        everybody().forEach(id -> send(records.next(events, new UserApproved(new UserId(id)))));

        awaitSaid(List.of("", ""));
        everybody().forEach(id -> {
            send(records.next(events, new UserDeleted(new UserId(id))));
            send(records.next(events, certificate(id)));
        });
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(documents())
                        .allSatisfy(stored ->
                                assertThat(stored).containsEntry("version", 3L).containsEntry("deleted", true)));
    }

    @Test
    void whoIsErasedDoesNotComeBackWithABackupOfTheReadModels() throws Exception {
        makeKeyTopics();
        start();
        tellKeys();
        register();
        awaitSaid(List.of("Budi"));
        stopProcesses();
        var backup = new HashMap<String, List<Document>>();
        for (var name : database.listCollectionNames()) {
            backup.put(name, database.getCollection(name).find().into(new ArrayList<>()));
        }
        start();
        everybody().forEach(this::erase);
        awaitSaid(List.of(""));
        stopProcesses();
        database.drop();
        backup.forEach((name, documents) -> {
            if (!documents.isEmpty()) {
                database.getCollection(name).insertMany(documents);
            }
        });
        assertThat(said(1)).containsExactly("Budi");

        var restored = start();

        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> restored.projections().readModel(names).find(1).isPresent());
        assertThat(restored.projections().readModel(names).find(1))
                .hasValueSatisfying(read -> assertThat(read.words()).containsExactly(""));
        awaitSaid(List.of(""));
    }

    @Test
    void aReadModelThatIsLostIsFilledAgainWithItsKeys() throws Exception {
        makeKeyTopics();
        var process = start();
        tellKeys();
        register();
        awaitSaid(List.of("Budi"));
        erase(1);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(said(1)).containsExactly(""));

        database.drop();
        everybody().forEach(id -> send(records.next(events, new UserApproved(new UserId(id)))));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(said(2)).containsExactly("Budi", ""));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(said(1)).containsExactly("", ""));
        assertThat(process.projections().awaitCaughtUp(LIMIT)).isTrue();
    }

    private Process start() {
        var settings = new ProjectionSettings(
                "-" + events, null, 500, Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(6));
        var consumers = new TopicConsumers(events, Map.of("bootstrap.servers", kafka.bootstrapServers()), settings);
        var own = TestKeys.unread(database);
        var process = new Process(
                new Projections(
                        List.of(names),
                        database,
                        consumers,
                        own.keys(),
                        (view, aggregate, version, recorded) -> {},
                        settings),
                own.consumer(database, kafka.bootstrapServers(), keys, erasures));
        processes.add(process);
        process.keys().start();
        process.projections().start();
        return process;
    }

    private void makeKeyTopics() throws Exception {
        make(keys, 1);
        make(erasures, 1);
    }

    private static void make(String topic, int partitions) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static List<Integer> everybody() {
        return IntStream.rangeClosed(1, PERSONS).boxed().toList();
    }

    private void register() {
        for (var id : everybody()) {
            DomainEvent registered =
                    new UserRegistered(new UserId(id), "uid", "budi@example.org", "Budi", new RoleId(3));
            send(records.sealed(events, registered, dataKey(id)));
        }
    }

    private void tellKeys() {
        for (var id : everybody()) {
            var person = UserId.PREFIX + id;
            send(new ProducerRecord<>(keys, person, bytes(TestKeys.wrapped(person, dataKey(id)))));
        }
    }

    private void erase(int id) {
        var person = UserId.PREFIX + id;
        send(new ProducerRecord<>(keys, person, null));
        var certificate = "{\"by\":\"user-1\",\"reason\":\"asked for\"}";
        var erasure = new ProducerRecord<>(erasures, person, bytes(certificate));
        erasure.headers().add(PersonTopics.SIGNATURE, bytes(TestKeys.signature(person, certificate)));
        send(erasure);
    }

    private static UserErased certificate(int id) {
        return new UserErased(new UserId(id), "user-1", Instant.EPOCH, "asked for", 3, null);
    }

    private DataKey dataKey(int id) {
        return dataKeys.computeIfAbsent(UserId.PREFIX + id, any -> DataKey.random());
    }

    private static void send(ProducerRecord<String, byte[]> record) {
        producer.send(record);
    }

    private void awaitSaid(List<String> words) {
        await().atMost(LIMIT)
                .untilAsserted(() -> everybody()
                        .forEach(id -> assertThat(said(id)).as("user-%d", id).isEqualTo(words)));
    }

    private @Nullable List<String> said(int id) {
        var stored = database.getCollection(names.collection())
                .find(new Document("_id", id))
                .first();
        return stored == null ? null : stored.getList("said", String.class);
    }

    private List<Document> documents() {
        return database.getCollection(names.collection())
                .find(Filters.ne("_id", "filling"))
                .into(new ArrayList<>());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
