package io.rollbook.query.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.query.personal.TestKeys;
import io.rollbook.query.projection.EventRecords;
import io.rollbook.servers.Cable;
import io.rollbook.servers.TestKafka;
import io.rollbook.servers.TestMongo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What readers of two query services see while the database under them is lost, as a whole or in part: what is right, or
 * 503 with {@code Retry-After}, and what is right again soon.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("thorough")
class LostStoreIT {
    private static final String TOPIC = "lost";
    private static final String DATABASE = "rollbook";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int READERS = 2;
    private static final Pattern NAME = Pattern.compile("name ([0-9]+)");
    private static final Read RENAMED = new Read(Roll.PLAIN, "/api/roles/4");

    private final EventRecords records = new EventRecords();
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();
    private final Map<Read, String> expected = new ConcurrentHashMap<>();
    private final AtomicInteger renamed = new AtomicInteger();
    private TestKafka kafka;
    private TestMongo mongo;
    private Cable cable;
    private MongoClient looks;
    private KafkaProducer<String, byte[]> producer;

    /** A request of somebody. */
    private record Read(String caller, String path, String... headers) {
        @Override
        public String toString() {
            return caller + " " + path + " " + List.of(headers);
        }
    }

    private static final List<Read> READS = List.of(
            new Read(Roll.ADMIN, "/api/auth/authenticated"),
            new Read(Roll.UNAPPROVED, "/api/auth/authenticated"),
            new Read(Roll.DELETED, "/api/auth/authenticated"),
            new Read(Roll.ADMIN, "/api/users"),
            new Read(Roll.ADMIN, "/api/users?page=2&limit=2&sort=-name"),
            new Read(Roll.ADMIN, "/api/users?page=99&limit=2"),
            new Read(Roll.ADMIN, "/api/users?email=eka@example.org"),
            new Read(Roll.ADMIN, "/api/users/1"),
            new Read(Roll.PLAIN, "/api/users/3"),
            new Read(Roll.ADMIN, "/api/users/99"),
            RENAMED,
            new Read(Roll.PLAIN + "|user-3@1", "/api/roles"),
            new Read(Roll.PLAIN, "/api/roles/2", "X-Consistency-Token", "role-2@0"),
            new Read(Roll.ADMIN, "/api/roles/3/users"),
            new Read(Roll.PLAIN, "/api/userIntegration?page=1&limit=10"),
            new Read(Roll.ADMIN, "/api/userIntegration/userIntegration:1"));

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        kafka = TestKafka.start(folder.resolve("kafka"));
        PersonTopicsBroker.make(kafka.bootstrapServers());
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
        Roll.events().forEach(this::send);
        send(new RoleRenamed(new RoleId(4), "name 0"));
        mongo = TestMongo.start();
        cable = mongo.cable();
        looks = MongoClients.create(TestMongo.connectionString(cable));
        for (var service = 0; service < 2; service++) {
            services.add(service());
        }
        services.forEach(service -> await().atMost(LIMIT)
                .until(() -> READS.stream().allMatch(read -> ask(service, read).status() != 503)));
        READS.forEach(read -> expected.put(read, shown(ask(services.getFirst(), read))));
    }

    private ConfigurableApplicationContext service() {
        return new SpringApplicationBuilder(TestQuerySide.class)
                .properties(Map.of(
                        "server.port",
                        0,
                        "spring.threads.virtual.enabled",
                        true,
                        "spring.jmx.enabled",
                        false,
                        "spring.kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "spring.mongodb.uri",
                        TestMongo.connectionString(cable) + "/" + DATABASE,
                        "rollbook.personal.key-ring",
                        TestKeys.ring(),
                        "rollbook.topic.name",
                        TOPIC))
                .run();
    }

    @AfterAll
    void stop() {
        services.forEach(ConfigurableApplicationContext::close);
        looks.close();
        producer.close();
        cable.close();
        mongo.close();
        kafka.close();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void readersSeeWhatIsRightOrThatItIsAway() throws Exception {
        readWhile(this::startAgainEmpty);
        readWhile(() -> database().drop());
        readWhile(() -> database().getCollection(collection("users")).drop());
        readWhile(() -> removeMarker(collection("users")));
        readWhile(this::restoreAnEarlierCopy);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void readersSeeWhatIsRightWhateverIsLost() throws Exception {
        for (var name : List.copyOf(documents().keySet())) {
            readWhile(() -> database().getCollection(name).drop());
            if (name.matches(".*_v[0-9]+")) {
                readWhile(() -> database().getCollection(name).deleteMany(new Document()));
                readWhile(() -> removeMarker(name));
            }
        }
        readWhile(this::restoreAnEarlierCopy);
        readWhile(this::restoreACopyOfAnEarlierFilling);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatWasSetAsideIsNotLost() {
        send(new RoleRenamed(new RoleId(77), "too early"));
        var deadLetters = collection("roles") + "_dead_letters";
        await().atMost(LIMIT).until(() -> deadLetters(deadLetters) == 1);

        database().getCollection(deadLetters).drop();

        await().atMost(LIMIT).until(() -> deadLetters(deadLetters) == 1);
    }

    private long deadLetters(String collection) {
        return database().getCollection(collection).countDocuments(Filters.eq("aggregateId", "role-77"));
    }

    private void startAgainEmpty() {
        var before = mongo;
        mongo = TestMongo.start();
        mongo.takeOver(cable);
        before.close();
    }

    private void removeMarker(String collection) {
        database().getCollection(collection).deleteOne(Filters.eq("filling"));
    }

    private void restoreAnEarlierCopy() {
        var copy = documents();
        rename();
        restore(copy);
    }

    private void restoreACopyOfAnEarlierFilling() {
        var copy = documents();
        database().drop();
        services.forEach(this::awaitRight);
        rename();
        restore(copy);
    }

    /** Of what was seen once nothing earlier may be seen again. */
    private void rename() {
        var number = renamed.incrementAndGet();
        send(new RoleRenamed(new RoleId(4), "name " + number));
        services.forEach(service -> await().atMost(LIMIT).until(() -> number(ask(service, RENAMED)) == number));
    }

    /** How often the role has been renamed that is shown; 0 when none is. */
    private static int number(Client.Answer answer) {
        var name = NAME.matcher(answer.http().body());
        return name.find() ? Integer.parseInt(name.group(1)) : 0;
    }

    private Map<String, List<Document>> documents() {
        var all = new HashMap<String, List<Document>>();
        for (var name : database().listCollectionNames()) {
            all.put(
                    name,
                    database()
                            .getCollection(name)
                            .find()
                            .sort(Sorts.ascending("_id"))
                            .into(new ArrayList<>()));
        }
        return all;
    }

    private void restore(Map<String, List<Document>> copy) {
        copy.forEach((name, documents) -> {
            database().getCollection(name).drop();
            if (!documents.isEmpty()) {
                database().getCollection(name).insertMany(documents);
            }
        });
    }

    /** Reads from both services all the time, and lets something happen; in the end all is as it was. */
    private void readWhile(Runnable incident) throws Exception {
        var wrong = new ConcurrentHashMap<String, String>();
        var reading = new AtomicInteger(1);
        var seen = services.stream().map(any -> new AtomicInteger()).toList();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var loops = Stream.generate(() -> services)
                    .limit(READERS)
                    .flatMap(List::stream)
                    .map(service -> CompletableFuture.runAsync(
                            () -> read(service, seen.get(services.indexOf(service)), reading, wrong), readers))
                    .toList();
            try {
                incident.run();
                services.forEach(this::awaitRight);
            } finally {
                reading.set(0);
            }
            CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new)).get();
        }
        assertThat(wrong).isEmpty();
    }

    private void read(
            ConfigurableApplicationContext service,
            AtomicInteger seen,
            AtomicInteger reading,
            Map<String, String> wrong) {
        while (reading.get() > 0) {
            for (var read : READS) {
                var before = seen.get();
                var answer = ask(service, read);
                var number = number(answer);
                var right = answer.status() == 503
                        ? !answer.header("Retry-After").isEmpty()
                        : shown(answer).equals(expected.get(read)) && (number >= before || !shows(read));
                if (!right) {
                    wrong.putIfAbsent(
                            read.toString(),
                            "at " + before + " " + answer.http().body());
                }
                seen.accumulateAndGet(number, Math::max);
            }
        }
    }

    private boolean shows(Read read) {
        return expected.getOrDefault(read, "").contains("name #");
    }

    private void awaitRight(ConfigurableApplicationContext service) {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(shown(service)).isEqualTo(expected);
            assertThat(number(ask(service, RENAMED))).isEqualTo(renamed.get());
        });
    }

    private Map<Read, String> shown(ConfigurableApplicationContext service) {
        var all = new HashMap<Read, String>();
        expected.keySet().forEach(read -> all.put(read, shown(ask(service, read))));
        return all;
    }

    private static Client.Answer ask(ConfigurableApplicationContext service, Read read) {
        var port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
        return new Client(port).get(read.caller(), read.path(), read.headers());
    }

    /** All but the moment when it was answered, and how often the role has been renamed. */
    private static String shown(Client.Answer answer) {
        return answer.status() + " "
                + NAME.matcher(answer.http().body().replaceAll("\"timestamp\":\"[^\"]*\"", ""))
                        .replaceAll("name #");
    }

    private String collection(String projection) {
        return documents().keySet().stream()
                .filter(name -> name.matches(projection + "_v[0-9]+"))
                .findFirst()
                .orElseThrow();
    }

    private MongoDatabase database() {
        return looks.getDatabase(DATABASE);
    }

    private void send(DomainEvent event) {
        producer.send(records.next(TOPIC, event));
        producer.flush();
    }
}
