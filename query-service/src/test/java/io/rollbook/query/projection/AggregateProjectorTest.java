package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.query.EmptyDatabase;
import io.rollbook.query.personal.TestKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmptyDatabase.class)
class AggregateProjectorTest {
    private static final RoleId ONE = new RoleId(1);
    private static final RoleId TWO = new RoleId(2);

    private final Letters letters = new Letters();
    private final EventRecords records = new EventRecords();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private MongoDatabase database;
    private Filling filling;
    private Projector projector;

    @BeforeEach
    void begin(MongoDatabase database) {
        this.database = database;
        filling = new Filling(database, letters.collection());
        FoldingInto.begin(filling);
        projector = projector();
        projector.prepare();
    }

    @Test
    void foldsAllEventsOfAnAggregateInABatch() {
        project(records.all(
                new RoleCreated(ONE, "a"),
                new RoleCreated(TWO, "x"),
                new RoleRenamed(ONE, "b"),
                new RoleRenamed(ONE, "c")));

        assertThat(stored(1)).isEqualTo(document(1, 2, "a,b,c"));
        assertThat(stored(2)).isEqualTo(document(2, 0, "x"));
        assertThat(told).containsExactlyInAnyOrder("role-1@2", "role-2@0");
    }

    @Test
    void goesOnFromWhatIsStored() {
        project(records.all(new RoleCreated(ONE, "a")));
        project(records.all(new RoleRenamed(ONE, "b")));

        assertThat(stored(1)).isEqualTo(document(1, 1, "a,b"));
    }

    @Test
    void skipsWhatIsDeliveredAgain() {
        var batch = records.all(new RoleCreated(ONE, "a"), new RoleRenamed(ONE, "b"));
        project(batch);
        told.clear();

        project(batch);
        project(batch.subList(0, 1));

        assertThat(stored(1)).isEqualTo(document(1, 1, "a,b"));
        assertThat(told).isEmpty();
        assertThat(deadLetters()).isEmpty();
    }

    @Nested
    class ADeletedAggregate {
        @Test
        void leavesNothingButItsVersion() {
            project(records.all(new RoleCreated(ONE, "a"), new RoleDeleted(ONE)));

            assertThat(stored(1))
                    .isEqualTo(new Document("_id", 1).append("version", 1L).append("deleted", true));
            assertThat(told).containsExactly("role-1@1");
        }

        @Test
        void doesNotRiseFromARedelivery() {
            var batch = records.all(new RoleCreated(ONE, "a"), new RoleDeleted(ONE));
            project(batch);

            project(batch.subList(0, 1));

            assertThat(stored(1)).containsEntry("deleted", true);
        }

        @Test
        void takesNoFurtherEvent() {
            project(records.all(new RoleCreated(ONE, "a"), new RoleDeleted(ONE), new RoleCreated(ONE, "again")));

            assertThat(stored(1)).containsEntry("deleted", true);
            assertThat(reasons()).containsExactly("UNFOLDABLE");
        }
    }

    @Nested
    class AGap {
        @Test
        void keepsThatAggregateFromFoldingAndNoOther() {
            project(List.of(
                    records.at(new RoleCreated(ONE, "a"), 0),
                    records.at(new RoleRenamed(ONE, "c"), 2),
                    records.at(new RoleRenamed(ONE, "d"), 3),
                    records.at(new RoleCreated(TWO, "x"), 0)));

            assertThat(stored(1)).isEqualTo(document(1, 0, "a"));
            assertThat(stored(2)).isEqualTo(document(2, 0, "x"));
            assertThat(reasons()).containsExactly("GAP", "AFTER_DEAD_LETTER");
        }

        @Test
        void keepsTheRecordsAsTheyCame() {
            var event = records.at(new RoleCreated(ONE, "a"), 4);
            project(List.of(event));

            var kept = new DeadLetters("letters", filling).of("role-1", 10).getFirst();

            assertThat(kept.data()).isEqualTo(event.data());
            assertThat(kept.offset()).isEqualTo(event.offset());
            assertThat(kept.headers()).hasSameSizeAs(event.headers());
            assertThat(kept.header("ce_type")).isEqualTo("role.created");
        }

        @Test
        void keepsLaterEventsAsDeadLettersToo() {
            project(List.of(records.at(new RoleRenamed(ONE, "b"), 1)));
            project(List.of(records.at(new RoleRenamed(ONE, "c"), 2)));

            assertThat(stored(1)).isNull();
            assertThat(reasons()).containsExactly("GAP", "AFTER_DEAD_LETTER");
        }

        @Test
        void closesWhenTheMissingEventComes() {
            project(List.of(records.at(new RoleRenamed(ONE, "b"), 1)));
            project(List.of(records.at(new RoleRenamed(ONE, "c"), 2)));

            var awaited = project(List.of(records.at(new RoleCreated(ONE, "a"), 0)));
            projector.retry(Set.of(0));

            assertThat(awaited).isTrue();
            assertThat(stored(1)).isEqualTo(document(1, 2, "a,b,c"));
            assertThat(deadLetters()).isEmpty();
            assertThat(told).containsExactly("role-1@2");
        }

        @Test
        void isNoneWhenTheDatabaseHasLostEverything() {
            project(records.all(new RoleCreated(ONE, "a")));
            database.drop();

            assertThatThrownBy(() -> project(records.all(new RoleRenamed(ONE, "b"))))
                    .isInstanceOf(StoreLost.class);
            assertThat(deadLetters()).isEmpty();
        }
    }

    @Nested
    class APoisonEvent {
        @Test
        void keepsThatAggregateFromFoldingAndNoOther() {
            project(records.all(
                    new RoleCreated(ONE, "a"),
                    new RoleRenamed(ONE, Letters.POISON),
                    new RoleRenamed(ONE, "b"),
                    new RoleCreated(TWO, "x")));

            assertThat(stored(1)).isEqualTo(document(1, 0, "a"));
            assertThat(stored(2)).isEqualTo(document(2, 0, "x"));
            assertThat(reasons()).containsExactly("UNFOLDABLE", "AFTER_DEAD_LETTER");
        }

        @Test
        void staysADeadLetterUntilTheCodeIsMended() {
            project(records.all(
                    new RoleCreated(ONE, "a"), new RoleRenamed(ONE, Letters.POISON), new RoleRenamed(ONE, "b")));

            projector.retry(Set.of(0));
            assertThat(deadLetters()).hasSize(2);

            letters.mend();
            projector.retry(Set.of(0));
            assertThat(stored(1)).isEqualTo(document(1, 2, "a,poison,b"));
            assertThat(deadLetters()).isEmpty();
        }

        @Test
        void isShownWithItsReasonAndHowOftenItWasTried() {
            var batch = records.all(
                    new RoleCreated(ONE, "a"), new RoleRenamed(ONE, Letters.POISON), new RoleRenamed(ONE, "b"));
            project(batch);
            var first = shown();
            projector.retry(Set.of(0));
            projector.retry(Set.of(0));
            project(batch);

            assertThat(shown())
                    .extracting(
                            WaitingEvent::view,
                            WaitingEvent::aggregate,
                            WaitingEvent::sequence,
                            WaitingEvent::type,
                            WaitingEvent::reason,
                            WaitingEvent::attempts)
                    .containsExactly(
                            tuple("letters", "role-1", 1L, "role.renamed", DeadLetterReason.UNFOLDABLE, 2),
                            tuple("letters", "role-1", 2L, "role.renamed", DeadLetterReason.AFTER_DEAD_LETTER, 0));
            assertThat(shown())
                    .extracting(WaitingEvent::firstSeen)
                    .isEqualTo(first.stream().map(WaitingEvent::firstSeen).toList());
        }

        private List<WaitingEvent> shown() {
            filling.look();
            try (var letters =
                    new ReadModel<>(AggregateProjectorTest.this.letters, filling, () -> true).deadLetters()) {
                return letters.toList();
            }
        }

        @Test
        void isTriedByWhomItsPartitionBelongsToOnly() {
            project(records.all(new RoleCreated(ONE, "a"), new RoleRenamed(ONE, Letters.POISON)));
            letters.mend();

            projector.retry(Set.of(1));

            assertThat(deadLetters()).hasSize(1);
        }

        @Test
        void isNotStoredTwiceWhenItIsDeliveredTwice() {
            var batch = records.all(new RoleCreated(ONE, "a"), new RoleRenamed(ONE, Letters.POISON));
            project(batch);
            project(batch);

            assertThat(deadLetters()).hasSize(1);
        }

        @Test
        void mayBeATypeThatOnlyANewerVersionKnows() {
            project(List.of(
                    records.at(new RoleCreated(ONE, "a"), 0),
                    records.unknown("role-1", 1),
                    records.at(new RoleRenamed(ONE, "c"), 2)));

            assertThat(stored(1)).isEqualTo(document(1, 0, "a"));
            assertThat(reasons()).containsExactly("UNKNOWN_TYPE", "AFTER_DEAD_LETTER");
        }

        @Test
        void mayBeARevisionThatOnlyANewerVersionKnows() {
            project(List.of(records.ofRevision(new RoleCreated(ONE, "a"), 0, 99)));

            assertThat(reasons()).containsExactly("UNKNOWN_TYPE");
        }

        @Test
        void mayBeBrokenJson() {
            project(List.of(records.broken(new RoleCreated(ONE, "a"), 0)));

            assertThat(reasons()).containsExactly("UNREADABLE");
        }

        @Test
        void mayBeARecordWithoutHeaders() {
            project(List.of(new RawEvent("role-1", 0, 0, List.of(), new byte[0])));

            assertThat(reasons()).containsExactly("UNREADABLE");
        }

        @Test
        void mayBeAKeyThatIsNoIdentifier() {
            project(List.of(new RawEvent("role-x", 0, 0, List.of(), new byte[0])));

            assertThat(reasons()).containsExactly("UNREADABLE");
        }

        @Test
        void mayNameAnotherAggregateThanItsKey() {
            var other = records.at(new RoleCreated(TWO, "x"), 0);
            project(List.of(new RawEvent("role-1", 0, 0, other.headers(), other.data())));

            assertThat(stored(1)).isNull();
            assertThat(reasons()).containsExactly("UNREADABLE");
        }
    }

    @Test
    void aConsumerThoughtDeadOverwritesNothing() {
        project(records.all(new RoleCreated(ONE, "a")));
        var states = new StateStore<>(letters, filling);
        var reader = new EventReader<>(letters, EventUpcasters.standard());
        var late = Folding.of(
                letters,
                reader,
                states.load(List.of(1)).getOrDefault(1, DocumentState.none()),
                List.of(records.at(new RoleRenamed(ONE, "from the dead"), 1)));
        project(List.of(records.at(new RoleRenamed(ONE, "b"), 1), records.at(new RoleRenamed(ONE, "c"), 2)));

        assertThat(states.write(Map.of(1, late))).isFalse();
        assertThat(stored(1)).isEqualTo(document(1, 2, "a,b,c"));
    }

    @Test
    void twoThatMakeTheSameDocumentMakeItOnce() {
        var states = new StateStore<>(letters, filling);
        var reader = new EventReader<>(letters, EventUpcasters.standard());
        var first = Folding.of(
                letters, reader, DocumentState.<String>none(), List.of(records.at(new RoleCreated(ONE, "a"), 0)));

        assertThat(states.write(Map.of(1, first))).isTrue();
        assertThat(states.write(Map.of(1, first))).isFalse();
    }

    @Test
    void anyOrderOfDeliveryEndsInTheSameDocuments() {
        for (var seed = 0; seed < 40; seed++) {
            database.drop();
            begin(database);
            var random = new Random(seed);
            var history = history(random);
            var expected = plainFold(history);

            for (var batch : deliveries(history, random)) {
                project(batch);
                if (random.nextInt(4) == 0) {
                    projector.retry(Set.of(0));
                }
            }
            projector.retry(Set.of(0));

            assertThat(documents()).as("seed %d", seed).isEqualTo(expected);
            assertThat(deadLetters()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void twoConsumersAtOnceEndInTheSameDocuments() throws InterruptedException {
        for (var seed = 0; seed < 10; seed++) {
            database.drop();
            begin(database);
            var history = history(new Random(seed));
            var threads = new ArrayList<Thread>();
            for (var consumer = 0; consumer < 2; consumer++) {
                var mine = projector();
                var batches = deliveries(history, new Random(seed * 31L + consumer));
                threads.add(Thread.ofVirtual().start(() -> batches.forEach(mine::project)));
            }
            for (var thread : threads) {
                thread.join();
            }
            projector.retry(Set.of(0));

            assertThat(documents()).as("seed %d", seed).isEqualTo(plainFold(history));
            assertThat(deadLetters()).as("seed %d", seed).isEmpty();
        }
    }

    /** The events of a few roles, those of a role in order. */
    private static List<RawEvent> history(Random random) {
        var records = new EventRecords();
        var events = new ArrayList<RawEvent>();
        var lives = new int[5];
        for (var step = 0; step < 60; step++) {
            var role = random.nextInt(lives.length);
            var id = new RoleId(role + 1);
            if (lives[role] == 0) {
                events.add(records.next(new RoleCreated(id, "n" + step)));
                lives[role] = 1;
            } else if (lives[role] == 1 && random.nextInt(15) == 0) {
                events.add(records.next(new RoleDeleted(id)));
                lives[role] = 2;
            } else if (lives[role] == 1) {
                events.add(records.next(new RoleRenamed(id, "n" + step)));
            }
        }
        return events;
    }

    /** All events in batches, many of them again and again, some far out of order; in the end all of them once more. */
    private static List<List<RawEvent>> deliveries(List<RawEvent> history, Random random) {
        var all = new ArrayList<RawEvent>();
        var shuffled = new ArrayList<>(history);
        Collections.shuffle(shuffled, random);
        all.addAll(random.nextBoolean() ? shuffled : history);
        for (var again = 0; again < 3; again++) {
            var from = random.nextInt(history.size());
            all.addAll(history.subList(from, from + random.nextInt(history.size() - from)));
        }
        all.addAll(history);
        var batches = new ArrayList<List<RawEvent>>();
        for (var from = 0; from < all.size(); ) {
            var to = Math.min(all.size(), from + 1 + random.nextInt(12));
            batches.add(all.subList(from, to));
            from = to;
        }
        return batches;
    }

    private List<Document> plainFold(List<RawEvent> history) {
        var reader = new EventReader<>(letters, EventUpcasters.standard());
        var documents = new ArrayList<Document>();
        for (var id = 1; id <= 5; id++) {
            var key = RoleId.PREFIX + id;
            var own = history.stream()
                    .filter(event -> event.aggregateId().equals(key))
                    .toList();
            var state = Folding.of(letters, reader, DocumentState.<String>none(), own)
                    .after();
            if (state.deleted()) {
                documents.add(new Document("_id", id)
                        .append("version", state.version())
                        .append("deleted", true));
            } else if (state.document() != null) {
                documents.add(document(id, state.version(), state.document()));
            }
        }
        return documents;
    }

    private Projector projector() {
        return Projections.projector(
                letters,
                filling,
                new DeadLetters("letters", filling),
                TestKeys.of(database).keys(),
                (view, aggregate, version, recorded) -> told.add(aggregate + "@" + version));
    }

    private boolean project(List<RawEvent> batch) {
        var awaited = projector.project(batch);
        projector.tell();
        return awaited;
    }

    private com.mongodb.client.MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    private @Nullable Document stored(int id) {
        return collection(letters.collection()).find(new Document("_id", id)).first();
    }

    private List<Document> documents() {
        return collection(letters.collection())
                .find(Filters.ne("_id", "filling"))
                .sort(new Document("_id", 1))
                .into(new ArrayList<>());
    }

    private List<Document> deadLetters() {
        return collection("letters_v1_dead_letters")
                .find(Filters.exists("aggregateId"))
                .sort(new Document("sequence", 1))
                .into(new ArrayList<>());
    }

    private List<String> reasons() {
        return deadLetters().stream()
                .map(document -> document.getString("reason"))
                .toList();
    }

    private static Document document(int id, long version, String text) {
        return new Document("_id", id).append("version", version).append("text", text);
    }
}
