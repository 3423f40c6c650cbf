package io.rollbook.query.projection;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.sun.management.OperatingSystemMXBean;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventUpcasters;
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
import io.rollbook.servers.TestMongo;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.util.ClassUtils;

/**
 * What sealing costs a rebuild: the same events of users, once in the clear and once sealed, are folded into an empty read
 * model from memory, in turns in one process. Each user has five events, two of which tell of the person, in nine fields
 * together.
 *
 * <p>No broker takes part, so sealing weighs more here than in {@link FillingBenchmark}, which measures what an operator sees.
 *
 * <p>Two arrangements: <i>together</i>, where a user's events meet in a batch, and <i>scattered</i>, where each comes in a
 * batch with those of others. Arguments: users (20000), rounds (7).
 */
final class RebuildBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int BATCH = 2_000;
    private static final int KEYS_AT_ONCE = 500;

    private final MongoDatabase database;
    private final Projection<?, ?> users;
    private final Map<String, String> wrapped = new HashMap<>();
    private final List<RawEvent> clear = new ArrayList<>();
    private final List<RawEvent> sealed = new ArrayList<>();

    private RebuildBenchmark(MongoDatabase database, Projection<?, ?> users) {
        this.database = database;
        this.users = users;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        var count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        try (var server = TestMongo.start();
                var client = MongoClients.create(server.connectionString())) {
            for (var together : List.of(true, false)) {
                var benchmark =
                        new RebuildBenchmark(client.getDatabase("benchmark"), projection("user.UserProjection"));
                benchmark.record(count, together);
                benchmark.measure(together ? "together" : "scattered", rounds);
            }
        }
    }

    /** The projection of this class, which only its own package can name. */
    static Projection<?, ?> projection(String name) throws ReflectiveOperationException {
        var constructor = ClassUtils.forName("io.rollbook.query." + name, RebuildBenchmark.class.getClassLoader())
                .getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Projection<?, ?>) constructor.newInstance();
    }

    /** What happened to so many users: to one after the other, or the same to all of them before the next. */
    static List<DomainEvent> history(int count, boolean together) {
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

    private void record(int count, boolean together) {
        var keys = new HashMap<String, DataKey>();
        var plainRecords = new EventRecords();
        var sealedRecords = new EventRecords();
        for (var event : history(count, together)) {
            var person = event.id().toString();
            var key = keys.computeIfAbsent(person, any -> DataKey.random());
            clear.add(plainRecords.next(event));
            sealed.add(sealedRecords.sealed(event, key));
        }
        keys.forEach((person, key) -> wrapped.put(person, TestKeys.wrapped(person, key)));
    }

    private static List<DomainEvent> life(int id) {
        var user = new UserId(id);
        var nip = "19800101%010d".formatted(id);
        return List.of(
                new UserAdded(
                        user,
                        "uid-" + id,
                        "person%d@example.org".formatted(id),
                        "Person Number " + id,
                        nip,
                        Gender.P,
                        "Kepala Seksi",
                        new RoleId(3)),
                new UserApproved(user),
                new UserProfileChanged(user, "Person Numbered " + id, nip, Gender.P, "Kepala Bagian"),
                new RoleAssignedToUser(user, new RoleId(2)),
                new UserSignedOut(user));
    }

    private void measure(String arrangement, int rounds) {
        var plain = new ArrayList<Spent>();
        var opened = new ArrayList<Spent>();
        var keysToo = new ArrayList<Spent>();
        for (var round = -2; round < rounds; round++) {
            var folding = spentBy(() -> fold(clear));
            database.drop();
            var storing = spentBy(this::storeKeys);
            var opening = spentBy(() -> fold(sealed));
            database.drop();
            if (round >= 0) {
                plain.add(folding);
                opened.add(opening);
                keysToo.add(storing.plus(opening));
            }
        }
        print(arrangement + " by the clock", plain, opened, keysToo, Spent::clock);
        print(arrangement + " by the processor", plain, opened, keysToo, Spent::processor);
    }

    /** Nanoseconds that passed, and that all threads of this process spent: the latter hardly depend on its neighbours. */
    private record Spent(long clock, long processor) {
        private Spent plus(Spent other) {
            return new Spent(clock + other.clock, processor + other.processor);
        }
    }

    private static Spent spentBy(Runnable action) {
        var clock = System.nanoTime();
        var processor = SYSTEM.getProcessCpuTime();
        action.run();
        return new Spent(System.nanoTime() - clock, SYSTEM.getProcessCpuTime() - processor);
    }

    private void print(
            String what, List<Spent> plain, List<Spent> opened, List<Spent> keysToo, ToLongFunction<Spent> measure) {
        var clear = rate(plain, measure);
        System.out.printf(
                "%-26s clear %,8.0f  sealed %,8.0f (%+.1f %%)  with the keys stored first %,8.0f (%+.1f %%) events/s%n",
                what,
                clear,
                rate(opened, measure),
                100 * (rate(opened, measure) / clear - 1),
                rate(keysToo, measure),
                100 * (rate(keysToo, measure) / clear - 1));
    }

    /** Events in a second, the median of the rounds. */
    private double rate(List<Spent> rounds, ToLongFunction<Spent> measure) {
        var sorted = rounds.stream().mapToLong(measure).sorted().toArray();
        return clear.size() / (sorted[sorted.length / 2] / 1e9);
    }

    private void storeKeys() {
        var keys = TestKeys.unread(database);
        var batch = new HashMap<String, String>();
        wrapped.forEach((person, key) -> {
            batch.put(person, key);
            if (batch.size() == KEYS_AT_ONCE) {
                keys.wrapped(Map.copyOf(batch));
                batch.clear();
            }
        });
        keys.wrapped(batch);
    }

    private void fold(List<RawEvent> events) {
        var projector = projector(users);
        projector.prepare();
        for (var from = 0; from < events.size(); from += BATCH) {
            projector.project(events.subList(from, Math.min(events.size(), from + BATCH)));
        }
    }

    private <D, E extends DomainEvent> BatchProjector<D, E> projector(Projection<D, E> projection) {
        var positions = new Positions(database);
        positions.begin(projection.collection(), 0, 1, 0, 0);
        return new BatchProjector<>(
                projection,
                new EventReader<>(projection.events(), EventUpcasters.standard()),
                new StateStore<>(projection, database.getCollection(projection.collection())),
                new ParkedEvents(database.getCollection(projection.collection() + "_parked")),
                positions,
                TestKeys.of(database).keys(),
                (aggregate, version, recorded) -> {});
    }
}
