package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.personal.DataKey;
import io.rollbook.query.EmptyDatabase;
import io.rollbook.query.personal.PersonListener;
import io.rollbook.query.personal.TestKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What comes of events that tell of a person, with her key, before it comes, and once it is destroyed. */
@ExtendWith(OutputCaptureExtension.class)
@ExtendWith(EmptyDatabase.class)
class SealedEventsTest {
    private static final String SEVEN = "user-7";
    private static final UserId ID = new UserId(7);
    private static final UserId EIGHT = new UserId(8);

    private final Names names = new Names();
    private final EventRecords records = new EventRecords();
    private final DataKey key = DataKey.random();
    private MongoDatabase database;
    private TestKeys keys;
    private Projector projector;
    private Filling filling;
    private DeadLetters deadLetters;
    private Upkeep upkeep;
    private Standing standing;

    @BeforeEach
    void begin(MongoDatabase database) {
        this.database = database;
        keys = TestKeys.of(database);
        filling = new Filling(database, names.collection());
        FoldingInto.begin(filling);
        deadLetters = new DeadLetters("names", filling);
        projector = projector(keys);
        standing = new Standing(names, filling);
        upkeep = new Upkeep(projector, deadLetters, filling, standing, Duration.ofHours(1));
        upkeep.run(Set.of(0));
        keys.keys().tell(new PersonFollower(projector, upkeep));
    }

    @Test
    void areReadWithTheKey() {
        keys.key(SEVEN, key);

        project(records.sealed(registered(ID, "Budi"), key), records.sealed(renamed("Budi S"), key));

        assertThat(said(7)).containsExactly("Budi", "Budi S");
    }

    /** Somebody who can write to the topic could otherwise put words of theirs into a person's history. */
    @Test
    void thatAreInTheClearAreDeadLettersOnceThePersonHasAKey() {
        keys.key(SEVEN, key);

        project(
                records.sealed(registered(ID, "Budi"), key),
                records.next(renamed("Somebody else")),
                records.next(registered(EIGHT, "Sri")));

        assertThat(said(7)).containsExactly("Budi");
        assertThat(said(8)).as("whose key has not come").containsExactly("Sri");
        assertThat(reasons()).containsExactly("UNREADABLE");
    }

    @Test
    void thatAreInTheClearAreReadWhereTheyAreFromBeforeAnythingWasSealed() {
        keys = TestKeys.sealedSince(database, Instant.parse("2026-02-01T00:00:00Z"));
        projector = projector(keys);
        keys.key(SEVEN, key);

        project(records.next(registered(ID, "Budi")), records.sealed(renamed("Budi S"), key));

        assertThat(said(7)).containsExactly("Budi", "Budi S");
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void ofAnErasedPersonAreFoldedWithoutWhatTheySay() {
        keys.erasure(SEVEN);

        project(records.next(registered(ID, "Budi")), records.sealed(renamed("Budi S"), key));

        assertThat(said(7)).containsExactly("", "");
    }

    @Test
    void thatWereTamperedWithAreSetAsideAloud(CapturedOutput output) {
        keys.key(SEVEN, DataKey.random());

        project(records.sealed(registered(ID, "Budi"), key));

        assertThat(reasons()).containsExactly("UNREADABLE");
        assertThat(output).contains("ERROR", "dead letter user-7", "UNREADABLE Tampered");
    }

    @Nested
    class WhoseKeyHasNotCome {
        @Test
        void waitAsTheyCameAndNobodyElseDoes(CapturedOutput output) {
            project(
                    records.sealed(registered(ID, "Budi"), key),
                    records.next(new UserApproved(ID)),
                    records.next(registered(EIGHT, "Sri")));

            assertThat(said(8)).containsExactly("Sri");
            assertThat(said(7)).isNull();
            assertThat(reasons()).containsExactly("KEY_NOT_COME", "AFTER_DEAD_LETTER");
            assertThat(text(deadLetters().getFirst())).contains("sealed").doesNotContain("Budi");
            assertThat(output).doesNotContain("ERROR");
        }

        @Test
        void areFoldedWhenItComes() {
            project(records.sealed(registered(ID, "Budi"), key), records.next(new UserApproved(ID)));
            project(records.sealed(renamed("Budi S"), key));

            keys.key(SEVEN, key);
            upkeep.run(Set.of(0));

            assertThat(said(7)).containsExactly("Budi", "", "Budi S");
            assertThat(deadLetters()).isEmpty();
        }

        @Test
        void areFoldedWithoutWhatTheySayWhenTheErasureComesInstead() {
            project(
                    records.sealed(registered(ID, "Budi"), key),
                    records.next(new UserDeleted(ID)),
                    records.next(new UserErased(ID, "system", Instant.EPOCH, "asked for", 2, null)));

            keys.erasure(SEVEN);
            upkeep.run(Set.of(0));

            assertThat(stored(7))
                    .isEqualTo(new Document("_id", 7).append("version", 2L).append("deleted", true));
            assertThat(deadLetters()).isEmpty();
        }

        @Test
        void areNotSetAsideAtAllWhenItComesWithinAMoment() throws InterruptedException {
            var storing = Thread.ofVirtual().start(() -> keys.key(SEVEN, key));

            project(records.sealed(registered(ID, "Budi"), key));
            storing.join();

            assertThat(said(7)).containsExactly("Budi");
            assertThat(deadLetters()).isEmpty();
        }

        @Test
        void areSaidToWaitAndNotToBeFaulty() {
            project(records.sealed(registered(ID, "Budi"), key), records.next(new UserApproved(ID)));
            var broken = records.broken(registered(EIGHT, "Sri"), 0);
            project(broken);

            upkeep.retrySoon();
            upkeep.run(Set.of(0));

            assertThat(standing.waitingAggregates()).isEqualTo(1);
            assertThat(standing.aggregatesWithDeadLetters()).isEqualTo(1);
        }

        @Test
        void areReportedOnceTheKeyShowsThatTheyWereTamperedWith(CapturedOutput output) {
            project(records.sealed(registered(ID, "Budi"), key));

            keys.key(SEVEN, DataKey.random());
            upkeep.run(Set.of(0));
            upkeep.retrySoon();
            upkeep.run(Set.of(0));

            assertThat(reasons()).containsExactly("UNREADABLE");
            assertThat(output.getOut().lines().filter(line -> line.contains("dead letter user-7")))
                    .hasSize(1);
        }
    }

    @Nested
    class WhoseKeyGoes {
        @Test
        void leaveNothingInTheDocument() {
            keys.key(SEVEN, key);
            project(records.sealed(registered(ID, "Budi"), key), records.next(registered(EIGHT, "Sri")));

            keys.erasure(SEVEN);

            assertThat(stored(7))
                    .isEqualTo(new Document("_id", 7).append("version", 0L).append("said", List.of("")));
            assertThat(said(8)).containsExactly("Sri");
        }

        @Test
        void leaveNothingInADocumentThatIsWrittenByOneWhoReadItBefore() {
            keys.key(SEVEN, key);
            project(records.sealed(registered(ID, "Budi"), key));

            names.whileFolding(() -> keys.erasure(SEVEN));
            project(records.next(new UserApproved(ID)));

            assertThat(said(7)).containsExactly("", "");
        }

        @Test
        void leaveNothingInADocumentThatIsReadWhileItIsEmptied() {
            keys.key(SEVEN, key);
            project(records.sealed(registered(ID, "Budi"), key));
            var early = TestKeys.of(database);
            projector = projector(early);
            early.keys().tell(new PersonListener() {
                @Override
                public void arrived(Collection<String> persons) {}

                @Override
                public void erased(Collection<String> persons) {
                    names.whileFolding(() -> projector.forget(persons));
                    project(records.next(new UserApproved(ID)));
                }
            });

            early.erasure(SEVEN);

            assertThat(said(7)).containsExactly("", "");
        }

        @Test
        void leaveNothingInWhatIsSetAside() {
            keys.key(SEVEN, key);
            project(records.at(registered(ID, "Budi"), 2), records.broken(registered(ID, "Budi"), 1));

            keys.erasure(SEVEN);

            assertThat(deadLetters()).extracting(SealedEventsTest::text).containsExactly("", """
                    {"id":7,"uid":"uid-7","email":null,"name":null,"role":3}""");
            assertThat(reasons()).hasSize(2);
        }

        @Test
        void leaveNothingInWhatIsRestored() {
            keys.key(SEVEN, key);
            project(records.sealed(registered(ID, "Budi"), key));
            var backup = stored(7);
            keys.erasure(SEVEN);
            database.getCollection(names.collection()).replaceOne(new Document("_id", 7), backup);

            keys.start();

            assertThat(said(7)).containsExactly("");
        }
    }

    private Projector projector(TestKeys keys) {
        return Projections.projector(
                names, filling, deadLetters, keys.keys(), (view, aggregate, version, recorded) -> {});
    }

    private void project(RawEvent... batch) {
        projector.project(List.of(batch));
    }

    private static UserRegistered registered(UserId id, String name) {
        return new UserRegistered(id, "uid-" + id.value(), name + "@example.org", name, new RoleId(3));
    }

    private static UserProfileChanged renamed(String name) {
        return new UserProfileChanged(ID, new Given<>(name), new Unchanged<>(), new Unchanged<>(), new Unchanged<>());
    }

    private @Nullable Document stored(int id) {
        return database.getCollection(names.collection())
                .find(new Document("_id", id))
                .first();
    }

    private @Nullable List<String> said(int id) {
        var document = stored(id);
        return document == null ? null : document.getList("said", String.class);
    }

    private List<Document> deadLetters() {
        return database.getCollection("names_v1_dead_letters")
                .find(Filters.exists("aggregateId"))
                .sort(new Document("sequence", 1))
                .into(new ArrayList<>());
    }

    private static String text(Document deadLetters) {
        return new String(deadLetters.get("data", Binary.class).getData(), StandardCharsets.UTF_8);
    }

    private List<String> reasons() {
        return deadLetters().stream()
                .map(document -> document.getString("reason"))
                .toList();
    }
}
