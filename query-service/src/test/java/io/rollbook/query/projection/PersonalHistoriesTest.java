package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserEvent;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.personal.DataKey;
import io.rollbook.query.personal.TestKeys;
import io.rollbook.servers.TestMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Lives of persons, their keys and their erasures, told in any order, again and again, to processes that crash and to
 * databases that are lost. After every step each document is what folding so many events of that person gives, with all of
 * it readable or, once she is erased, none; nobody waits who need not; and in the end everything is as a fresh fold has it.
 *
 * <p>{@code -Drollbook.histories=1000} tries more of them. One that fails is told as the fewest steps that still fail.
 */
class PersonalHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("rollbook.histories", 40);
    private static final int PERSONS = 4;
    private static final int STEPS = 40;
    private static final int PROCESSES = 2;

    private static TestMongo server;
    private static MongoClient client;

    @BeforeAll
    static void startServer() {
        server = TestMongo.start();
        client = MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void stopServer() {
        client.close();
        server.close();
    }

    @Test
    void endAsAFreshFoldHasThemAndAreNeverSeenHalfWay() {
        for (var seed = 1; seed <= HISTORIES; seed++) {
            var random = new Random(seed);
            var history = History.of(random);
            var steps =
                    IntStream.range(0, STEPS).mapToObj(any -> Step.of(random)).toList();
            var failure = failure(history, steps);
            if (failure != null) {
                var fewest = fewest(history, steps);
                throw new AssertionError("history %s fails with %s".formatted(seed, fewest), failure(history, fewest));
            }
        }
    }

    private static List<Step> fewest(History history, List<Step> steps) {
        for (var left = 0; left < steps.size(); left++) {
            var fewer = new ArrayList<>(steps);
            fewer.remove(left);
            if (failure(history, fewer) != null) {
                return fewest(history, fewer);
            }
        }
        return steps;
    }

    private static @Nullable Throwable failure(History history, List<Step> steps) {
        try {
            var world = new World(history);
            for (var step : steps) {
                world.go(step);
                world.verify();
            }
            world.finish();
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        }
    }

    /** What happens next: so many records of one stream come to one process, or something breaks. */
    record Step(Kind kind, int process, int count) {
        enum Kind {
            EVENTS,
            EVENTS_AGAIN,
            KEYS,
            ERASURES,
            RETRY,
            CRASH,
            DATABASE_LOST
        }

        static Step of(Random random) {
            var kinds = List.of(
                    Kind.EVENTS,
                    Kind.EVENTS,
                    Kind.EVENTS,
                    Kind.EVENTS_AGAIN,
                    Kind.KEYS,
                    Kind.KEYS,
                    Kind.ERASURES,
                    Kind.RETRY,
                    Kind.CRASH);
            var kind = random.nextInt(60) == 0 ? Kind.DATABASE_LOST : kinds.get(random.nextInt(kinds.size()));
            return new Step(kind, random.nextInt(PROCESSES), 1 + random.nextInt(6));
        }
    }

    /** One event as it was recorded, and the word that it says of the person. */
    private record Told(int person, RawEvent event, String word, boolean last) {}

    /** A record of the topic of keys. */
    private record KeyRecord(int person, @Nullable DataKey key) {}

    /** What the three topics hold, each in its order. */
    private record History(List<Told> events, List<KeyRecord> keys, List<Integer> erasures) {
        static History of(Random random) {
            var records = new EventRecords();
            var lives = new ArrayList<List<Told>>();
            var keys = new ArrayList<List<KeyRecord>>();
            var erasures = new ArrayList<List<Integer>>();
            for (var person = 1; person <= PERSONS; person++) {
                var key = DataKey.random();
                var erased = random.nextInt(2) == 0;
                lives.add(life(records, person, key, erased, random));
                keys.add(keyRecords(person, key, erased, random));
                erasures.add(erased ? Collections.nCopies(1 + random.nextInt(2), person) : List.of());
            }
            return new History(mixed(lives, random), mixed(keys, random), mixed(erasures, random));
        }

        private static List<Told> life(EventRecords records, int person, DataKey key, boolean erased, Random random) {
            var id = new UserId(person);
            // The first events may be from before these fields were marked.
            var clear = random.nextInt(3) == 0 ? 2 : 0;
            var life = new ArrayList<Told>();
            for (var number = 0; number < 2 + random.nextInt(6); number++) {
                var word = "w%s-%s".formatted(person, number);
                UserEvent event = number == 0
                        ? new UserAdded(id, "uid", word + "@example.org", word, null, null, null, new RoleId(3))
                        : switch (random.nextInt(3)) {
                            case 0 ->
                                new UserProfileChanged(
                                        id, new Given<>(word), new Unchanged<>(), new Cleared<>(), new Given<>("Staf"));
                            case 1 -> new UserEmailChanged(id, word);
                            default -> new UserApproved(id);
                        };
                var raw = number < clear ? records.next(event) : records.sealed(event, key);
                life.add(new Told(person, raw, event instanceof UserApproved ? "" : word, false));
            }
            if (erased) {
                life.add(new Told(person, records.next(new UserDeleted(id)), "", true));
                var certificate = new UserErased(id, "system", Instant.EPOCH, "asked for", life.size(), null);
                life.add(new Told(person, records.next(certificate), "", true));
            }
            return life;
        }

        private static List<KeyRecord> keyRecords(int person, DataKey key, boolean erased, Random random) {
            var all = new ArrayList<KeyRecord>();
            all.add(new KeyRecord(person, key));
            if (random.nextBoolean()) {
                all.add(new KeyRecord(person, key));
            }
            if (erased && random.nextInt(4) > 0) {
                all.add(new KeyRecord(person, null));
                if (random.nextBoolean()) {
                    // A publisher that stood still puts the key back.
                    all.add(new KeyRecord(person, key));
                }
            }
            return all;
        }

        private static <T> List<T> mixed(List<List<T>> streams, Random random) {
            var mixed = new ArrayList<T>();
            var next = new int[streams.size()];
            var left = streams.stream().mapToInt(List::size).sum();
            while (left > 0) {
                var stream = random.nextInt(streams.size());
                if (next[stream] < streams.get(stream).size()) {
                    mixed.add(streams.get(stream).get(next[stream]++));
                    left--;
                }
            }
            return mixed;
        }

        private List<Told> of(int person) {
            return events.stream().filter(told -> told.person() == person).toList();
        }

        private boolean erases(int person) {
            return erasures.contains(person);
        }
    }

    /** A process, with how far it has read the topics of keys and erasures. */
    private static final class Process {
        private TestKeys keys;
        private Projector projector;
        private Upkeep upkeep;
        private int nextKey;
        private int nextErasure;

        private Process(MongoDatabase database, int nextKey, int nextErasure) {
            this.nextKey = nextKey;
            this.nextErasure = nextErasure;
            var names = new Names();
            var filling = new Filling(database, names.collection());
            FoldingInto.begin(filling);
            var deadLetters = new DeadLetters("names", filling);
            keys = TestKeys.sealedSince(database, Instant.MAX);
            projector = new AggregateProjector<>(
                    names,
                    new DocumentKey.OfAggregate<>(UserId.PREFIX),
                    new EventReader<>(names, EventUpcasters.standard()),
                    new StateStore<>(names, filling),
                    deadLetters,
                    filling,
                    keys.keys(),
                    Duration.ZERO,
                    (view, aggregate, version, recorded) -> {});
            upkeep = new Upkeep(projector, deadLetters, filling, new Standing(names, filling), Duration.ofHours(1));
            keys.keys().tell(new PersonFollower(projector, upkeep));
            keys.start();
            upkeep.run(Set.of(0));
        }
    }

    /** The database, the processes, and how far the topic of events is read. */
    private static final class World {
        private final History history;
        private final MongoDatabase database = client.getDatabase("histories");
        private final List<Process> processes = new ArrayList<>();
        private int nextEvent;

        private World(History history) {
            this.history = history;
            begin();
        }

        private void begin() {
            database.drop();
            processes.clear();
            nextEvent = 0;
            for (var process = 0; process < PROCESSES; process++) {
                processes.add(new Process(database, 0, 0));
            }
        }

        private void go(Step step) {
            var process = processes.get(step.process());
            switch (step.kind()) {
                case EVENTS -> {
                    var to = Math.min(history.events().size(), nextEvent + step.count());
                    project(process, nextEvent, to);
                    nextEvent = to;
                }
                case EVENTS_AGAIN -> project(process, Math.max(0, nextEvent - 3 * step.count()), nextEvent);
                case KEYS -> keys(process, step.count());
                case ERASURES -> erasures(process, step.count());
                case RETRY -> retry(process);
                case CRASH ->
                    // What the others have stored it does not read again; all that are erased are told of at its start.
                    processes.set(step.process(), new Process(database, keysRead(), erasuresRead()));
                case DATABASE_LOST -> begin();
            }
            process.upkeep.run(Set.of(0));
        }

        private void project(Process process, int from, int to) {
            process.projector.project(
                    history.events().subList(from, to).stream().map(Told::event).toList());
        }

        private void keys(Process process, int count) {
            for (var left = count; left > 0 && process.nextKey < history.keys().size(); left--) {
                var record = history.keys().get(process.nextKey++);
                // A tombstone says nothing: the erasure does.
                if (record.key() != null) {
                    process.keys.key(UserId.PREFIX + record.person(), record.key());
                }
            }
        }

        private void erasures(Process process, int count) {
            for (var left = count;
                    left > 0 && process.nextErasure < history.erasures().size();
                    left--) {
                process.keys.erasure(UserId.PREFIX + history.erasures().get(process.nextErasure++));
            }
        }

        private static void retry(Process process) {
            process.upkeep.retrySoon();
            process.upkeep.run(Set.of(0));
        }

        private int keysRead() {
            return processes.stream().mapToInt(process -> process.nextKey).max().orElse(0);
        }

        private int erasuresRead() {
            return processes.stream()
                    .mapToInt(process -> process.nextErasure)
                    .max()
                    .orElse(0);
        }

        private void verify() {
            for (var person = 1; person <= PERSONS; person++) {
                verify(person);
            }
        }

        private void verify(int person) {
            var life = history.of(person);
            var stored = stored(person);
            var version = stored == null ? -1 : stored.getLong("version").intValue();
            var said = stored == null ? null : stored.getList("said", String.class);
            if (said != null) {
                var words =
                        life.subList(0, version + 1).stream().map(Told::word).toList();
                var nothing = Collections.nCopies(version + 1, "");
                if (!toldErased(person)) {
                    assertThat(said).isEqualTo(words);
                } else if (everybodyKnowsErased(person)) {
                    assertThat(said).isEqualTo(nothing);
                } else {
                    assertThat(IntStream.range(0, said.size()))
                            .allMatch(word ->
                                    said.get(word).isEmpty() || said.get(word).equals(words.get(word)));
                }
            }
            var come = (int) history.events().subList(0, nextEvent).stream()
                    .filter(told -> told.person() == person)
                    .count();
            var aggregate = UserId.PREFIX + person;
            if (processes.stream().noneMatch(process -> process.keys.unknown(aggregate))) {
                retry(processes.getFirst());
                var now = stored(person);
                assertThat(now == null ? -1 : now.getLong("version").intValue())
                        .as("nothing of %s need wait", aggregate)
                        .isEqualTo(come - 1);
            }
        }

        private boolean toldErased(int person) {
            return history.erasures().subList(0, erasuresRead()).contains(person);
        }

        private boolean everybodyKnowsErased(int person) {
            return processes.stream()
                    .allMatch(process ->
                            history.erasures().subList(0, process.nextErasure).contains(person));
        }

        /** Everything comes to everybody, and is then as if it had come in order to an empty database. */
        private void finish() {
            project(processes.getFirst(), nextEvent, history.events().size());
            nextEvent = history.events().size();
            for (var process : processes) {
                keys(process, history.keys().size());
                erasures(process, history.erasures().size());
                retry(process);
            }
            assertThat(documents()).isEqualTo(expected());
            assertThat(database.getCollection("names_v1_dead_letters").countDocuments(Filters.exists("aggregateId")))
                    .isZero();

            begin();
            keys(processes.getFirst(), history.keys().size());
            erasures(processes.getFirst(), history.erasures().size());
            project(processes.getFirst(), 0, history.events().size());
            assertThat(documents()).as("a fresh fold").isEqualTo(expected());
        }

        private List<Document> expected() {
            var documents = new ArrayList<Document>();
            for (var person = 1; person <= PERSONS; person++) {
                var life = history.of(person);
                var document = new Document("_id", person).append("version", (long) life.size() - 1);
                documents.add(
                        history.erases(person)
                                ? document.append("deleted", true)
                                : document.append(
                                        "said", life.stream().map(Told::word).toList()));
            }
            return documents;
        }

        private List<Document> documents() {
            return database.getCollection("names_v1")
                    .find(Filters.ne("_id", "filling"))
                    .sort(new Document("_id", 1))
                    .into(new ArrayList<>());
        }

        private @Nullable Document stored(int person) {
            return database.getCollection("names_v1")
                    .find(new Document("_id", person))
                    .first();
        }
    }
}
