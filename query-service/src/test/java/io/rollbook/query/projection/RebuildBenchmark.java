package io.rollbook.query.projection;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.sun.management.OperatingSystemMXBean;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserSignedOut;
import io.rollbook.personal.DataKey;
import io.rollbook.query.personal.TestKeys;
import io.rollbook.servers.TestKafka;
import io.rollbook.servers.TestMongo;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.util.ClassUtils;
import org.springframework.util.FileSystemUtils;

/**
 * What sealing costs a rebuild as an operator sees it: all projections are started over an empty database and filled from a
 * broker, from a topic in the clear and from one that is sealed, with a topic of keys to read first, in turns in one process.
 * It is timed from the start to the moment when all is served. Both servers are embedded, and their work counts.
 *
 * <p>Each user has five events, two of which tell of the person, in nine fields together. Two arrangements: <i>together</i>,
 * where a user's events meet in a batch, and <i>scattered</i>, where each comes in a batch with those of others.
 *
 * <p>Arguments: users (20000), rounds (5).
 */
final class RebuildBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int WARMING = 2;

    private final TestKafka kafka;
    private final MongoClient client;
    private final List<Projection<?, ?>> projections;
    private int filled;

    private RebuildBenchmark(TestKafka kafka, MongoClient client, List<Projection<?, ?>> projections) {
        this.kafka = kafka;
        this.client = client;
        this.projections = projections;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        var count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var directory = Files.createTempDirectory("filling");
        try (var kafka = TestKafka.start(directory.resolve("kafka"));
                var mongo = TestMongo.start();
                var client = MongoClients.create(mongo.connectionString())) {
            var benchmark = new RebuildBenchmark(
                    kafka,
                    client,
                    List.of(
                            projection("user.UserProjection"),
                            projection("role.RoleProjection"),
                            projection("integration.UserIntegrationProjection")));
            for (var together : List.of(true, false)) {
                benchmark.measure(count, together, rounds);
            }
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    /** The projection of this class, which only its own package can name. */
    private static Projection<?, ?> projection(String name) throws ReflectiveOperationException {
        var constructor = ClassUtils.forName("io.rollbook.query." + name, RebuildBenchmark.class.getClassLoader())
                .getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Projection<?, ?>) constructor.newInstance();
    }

    /** The topics of one kind of history. */
    private record Topics(String events, String keys, String erasures) {
        private static Topics of(String name) {
            return new Topics("events-" + name, "keys-" + name, "erasures-" + name);
        }
    }

    /** Nanoseconds that passed, and that all threads of this process spent: the latter hardly depend on its neighbours. */
    private record Spent(long clock, long processor) {}

    private void measure(int count, boolean together, int rounds) throws Exception {
        var arrangement = together ? "together" : "scattered";
        var plain = Topics.of("clear-" + arrangement);
        var closed = Topics.of("sealed-" + arrangement);
        var events = publish(count, together, plain, closed);
        var clear = new ArrayList<Spent>();
        var sealed = new ArrayList<Spent>();
        for (var round = -WARMING; round < rounds; round++) {
            var one = fill(plain);
            var other = fill(closed);
            if (round >= 0) {
                clear.add(one);
                sealed.add(other);
            }
        }
        print(arrangement + " by the clock", events, clear, sealed, Spent::clock);
        print(arrangement + " by the processor", events, clear, sealed, Spent::processor);
    }

    private int publish(int count, boolean together, Topics plain, Topics closed) throws Exception {
        for (var topics : List.of(plain, closed)) {
            make(topics.events(), 3);
            make(topics.keys(), 1);
            make(topics.erasures(), 1);
        }
        var history = history(count, together);
        var plainRecords = new EventRecords();
        var sealedRecords = new EventRecords();
        var keys = new HashMap<String, DataKey>();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 20),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (var event : history) {
                var person = event.id().toString();
                var key = keys.get(person);
                if (key == null) {
                    key = DataKey.random();
                    keys.put(person, key);
                    producer.send(new ProducerRecord<>(
                            closed.keys(), person, TestKeys.wrapped(person, key).getBytes(StandardCharsets.UTF_8)));
                }
                producer.send(plainRecords.next(plain.events(), event));
                producer.send(sealedRecords.sealed(closed.events(), event, key));
            }
        }
        return history.size();
    }

    /** What happened to so many users: to one after the other, or the same to all of them before the next. */
    private static List<DomainEvent> history(int count, boolean together) {
        var order = new ArrayList<DomainEvent>();
        if (together) {
            for (var id = 1; id <= count; id++) {
                order.addAll(life(id));
            }
        } else {
            for (var step = 0; step < life(1).size(); step++) {
                for (var id = 1; id <= count; id++) {
                    order.add(life(id).get(step));
                }
            }
        }
        return order;
    }

    private static List<DomainEvent> life(int id) {
        var user = new UserId(id);
        var nip = String.format(Locale.ROOT, "19800101%010d", id);
        return List.of(
                new UserAdded(
                        user,
                        "uid-" + id,
                        "person%s@example.org".formatted(id),
                        "Person Number " + id,
                        nip,
                        Gender.P,
                        "Kepala Seksi",
                        new RoleId(3)),
                new UserApproved(user),
                new UserProfileChanged(
                        user,
                        new Given<>("Person Numbered " + id),
                        new Unchanged<>(),
                        new Unchanged<>(),
                        new Given<>("Kepala Bagian")),
                new RoleAssignedToUser(user, new RoleId(2)),
                new UserSignedOut(user));
    }

    private void make(String topic, int partitions) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private Spent fill(Topics topics) throws InterruptedException {
        var name = "filling-" + filled++;
        var database = client.getDatabase(name);
        var settings = new ProjectionSettings(
                "-" + name, null, 2_000, Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(6));
        var clock = System.nanoTime();
        var processor = SYSTEM.getProcessCpuTime();
        var own = TestKeys.unread(database);
        var keys = own.consumer(database, kafka.bootstrapServers(), topics.keys(), topics.erasures());
        var running = new Projections(
                projections,
                database,
                new TopicConsumers(topics.events(), Map.of("bootstrap.servers", kafka.bootstrapServers()), settings),
                own.keys(),
                (view, aggregate, version, recorded) -> {},
                settings);
        keys.start();
        running.start();
        if (!running.awaitCaughtUp(LIMIT)) {
            throw new IllegalStateException("not filled in " + LIMIT);
        }
        var spent = new Spent(System.nanoTime() - clock, SYSTEM.getProcessCpuTime() - processor);
        running.stop();
        keys.stop();
        database.drop();
        return spent;
    }

    private static void print(
            String what, int events, List<Spent> plain, List<Spent> opened, ToLongFunction<Spent> measure) {
        var clear = rate(events, plain, measure);
        var sealed = rate(events, opened, measure);
        System.out.printf(
                "%-26s clear %,8.0f  sealed, with its keys %,8.0f (%+.1f %%) events/s%n",
                what, clear, sealed, 100 * (sealed / clear - 1));
    }

    /** Events in a second, the median of the rounds. */
    private static double rate(int events, List<Spent> rounds, ToLongFunction<Spent> measure) {
        var sorted = rounds.stream().mapToLong(measure).sorted().toArray();
        return events / (sorted[sorted.length / 2] / 1e9);
    }
}
