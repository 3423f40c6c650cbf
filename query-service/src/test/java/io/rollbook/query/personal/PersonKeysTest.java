package io.rollbook.query.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import io.rollbook.query.EmptyDatabase;
import io.rollbook.query.personal.PersonChange.Erasure;
import io.rollbook.query.personal.PersonChange.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmptyDatabase.class)
class PersonKeysTest {
    private static final String PERSON = "user-7";
    private static final Document CERTIFICATE = new Document("reason", "asked for");

    private final KeyRing ring = KeyRing.random();
    private final DataKey key = DataKey.random();
    private final Told told = new Told();
    private MongoDatabase database;
    private PersonKeys keys;

    /** What the listener was told, in order. */
    private static final class Told implements PersonListener {
        private final List<String> what = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void arrived(Collection<String> persons) {
            persons.forEach(person -> what.add(person + " arrived"));
        }

        @Override
        public void erased(Collection<String> persons) {
            persons.forEach(person -> what.add(person + " erased"));
        }
    }

    @BeforeEach
    void begin(MongoDatabase database) {
        this.database = database;
        keys = process();
        keys.tell(told);
    }

    @Test
    void ofAPersonOfWhomNothingWasToldTheKeyHasNotCome() {
        assertThat(state(keys)).isEqualTo(KeyState.NOT_COME);
    }

    @Test
    void aKeyThatHasComeOpensWhateverProcessAsks() {
        keys.store(Map.of(PERSON, key()));

        assertThat(fingerprint(keys)).isEqualTo(key.fingerprint());
        assertThat(fingerprint(process())).isEqualTo(key.fingerprint());
        assertThat(stored().toJson()).doesNotContain(key.fingerprint());
    }

    @Test
    void anErasureTakesTheKeyOutOfTheDatabaseAndOutOfMemory() {
        keys.store(Map.of(PERSON, key()));
        assertThat(fingerprint(keys)).isEqualTo(key.fingerprint());

        keys.store(Map.of(PERSON, new Erasure(CERTIFICATE)));

        assertThat(state(keys)).isEqualTo(KeyState.ERASED);
        assertThat(stored()).isEqualTo(new Document("_id", PERSON).append("erased", CERTIFICATE));
        assertThat(told.what).containsExactly("user-7 erased");
    }

    @Test
    void aKeyThatHasJustComeIsNotReadFromTheDatabaseAndStillGoes() {
        keys.store(Map.of(PERSON, key()));
        database.drop();
        assertThat(fingerprint(keys)).isEqualTo(key.fingerprint());

        keys.store(Map.of(PERSON, new Erasure(CERTIFICATE)));

        assertThat(state(keys)).isEqualTo(KeyState.ERASED);
    }

    @Test
    void aKeyThatComesTogetherWithOthersIsLostIfAnotherProcessHasErasedThatPerson() {
        var other = "user-8";
        process().store(Map.of(PERSON, new Erasure(CERTIFICATE)));

        keys.store(Map.of(PERSON, key(), other, new Key(ring.wrap(key, other))));

        var known = keys.of(List.of(PERSON, other));
        assertThat(known.of(PERSON)).isEqualTo(KeyState.ERASED);
        assertThat(known.of(other)).isInstanceOf(KeyState.Here.class);
        assertThat(stored()).isEqualTo(new Document("_id", PERSON).append("erased", CERTIFICATE));
    }

    @Test
    void anErasureWinsOverAKeyInAnyOrderAndRepetition() {
        for (var seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            database.drop();
            var one = process();
            var other = process();
            var history = new ArrayList<PersonChange>(
                    List.of(key(), key(), new Erasure(CERTIFICATE), key(), new Erasure(CERTIFICATE)));
            Collections.shuffle(history, random);
            for (var change : history) {
                var process = random.nextBoolean() ? one : other;
                process.store(Map.of(PERSON, change));
                if (random.nextBoolean()) {
                    state(process);
                }
            }

            assertThat(state(process())).as("seed %d", seed).isEqualTo(KeyState.ERASED);
        }
    }

    /** Somebody who can write to the topic could otherwise make a person unreadable. */
    @Test
    void aForgedKeyTakesThePlaceOfNoneThatOpens() {
        keys.store(Map.of(PERSON, key()));

        keys.store(Map.of(PERSON, new Key(KeyRing.random().wrap(DataKey.random(), PERSON))));
        keys.store(Map.of(PERSON, new Key("forged")));

        assertThat(fingerprint(keys)).isEqualTo(key.fingerprint());
        assertThat(fingerprint(process())).isEqualTo(key.fingerprint());
    }

    @Test
    void aKeyThatOpensTakesThePlaceOfAForgedOne() {
        keys.store(Map.of(PERSON, new Key("forged")));

        keys.store(Map.of(PERSON, key()));

        assertThat(fingerprint(keys)).isEqualTo(key.fingerprint());
    }

    @Test
    void aKeyThatThisRingCannotUnwrapHasNotCome() {
        keys.store(Map.of(PERSON, new Key(KeyRing.random().wrap(key, PERSON))));

        assertThat(state(keys)).isEqualTo(KeyState.NOT_COME);
    }

    @Test
    void whoWritesWhatAKeyOpenedSeesThatOneHasGone() {
        keys.store(Map.of(PERSON, key()));
        var before = keys.losses();
        keys.store(Map.of("user-8", key()));
        assertThat(keys.lostSince(before)).isFalse();

        keys.store(Map.of(PERSON, new Erasure(CERTIFICATE)));

        assertThat(keys.lostSince(before)).isTrue();
        assertThat(keys.lostSince(keys.losses())).isFalse();
        assertThat(keys.erasedAmong(List.of(PERSON, "user-8"))).containsExactly(PERSON);
    }

    @Test
    void whoIsWantedIsToldOfAndWaitedFor() {
        keys.want(List.of(PERSON));
        var storing = Thread.ofVirtual().unstarted(() -> keys.store(Map.of(PERSON, key(), "user-8", key())));
        storing.start();

        keys.await(List.of(PERSON), Duration.ofSeconds(10));

        assertThat(fingerprint(keys)).isEqualTo(key.fingerprint());
        assertThat(told.what).containsExactly("user-7 arrived");
    }

    @Test
    void whoCameJustBeforeTheyWereWantedIsNotWaitedFor() throws Exception {
        process().store(Map.of(PERSON, key()));
        keys.want(List.of(PERSON));

        var waiting = CompletableFuture.runAsync(() -> keys.await(List.of(PERSON), Duration.ofHours(1)));

        waiting.get(30, TimeUnit.SECONDS);
        assertThat(told.what).containsExactly("user-7 arrived");
    }

    @Test
    void theWaitForSomebodyWhoDoesNotComeEnds() {
        keys.want(List.of(PERSON));

        keys.await(List.of(PERSON), Duration.ofMillis(20));

        assertThat(keys.isWantedSince(Instant.now().plusSeconds(1))).isTrue();
        assertThat(keys.isWantedSince(Instant.now().minusSeconds(60))).isFalse();
    }

    @Test
    void whoCameUnseenIsToldOfLater() {
        process().store(Map.of(PERSON, key()));
        keys.want(List.of(PERSON));

        assertThat(keys.isWantedSince(Instant.now().plusSeconds(1))).isFalse();
        assertThat(told.what).containsExactly("user-7 arrived");
    }

    @Test
    void everybodyWhoIsErasedIsToldOfAtTheStart() {
        keys.store(Map.of(PERSON, new Erasure(CERTIFICATE), "user-8", key(), "user-9", new Erasure(CERTIFICATE)));
        told.what.clear();

        keys.tellErasures();

        assertThat(told.what).containsExactlyInAnyOrder("user-7 erased", "user-9 erased");
    }

    @Test
    void isReadyWhenTheTopicsAreReadAndTheRingIsThere() {
        assertThat(keys.ready()).isFalse();
        assertThat(keys.missing()).contains("the topics of keys and erasures are not read yet");

        keys.complete(true);

        assertThat(keys.ready()).isTrue();
        assertThat(keys.missing()).isEmpty();
    }

    private PersonKeys process() {
        return new PersonKeys(database, AwaitedKeyRing.of(ring), Instant.EPOCH);
    }

    private Key key() {
        return new Key(ring.wrap(key, PERSON));
    }

    private static KeyState state(PersonKeys keys) {
        return keys.of(List.of(PERSON)).of(PERSON);
    }

    private static String fingerprint(PersonKeys keys) {
        return state(keys) instanceof KeyState.Here(var opened) ? opened.fingerprint() : "";
    }

    private Document stored() {
        return database.getCollection(PersonKeys.COLLECTION)
                .find(new Document("_id", PERSON))
                .first();
    }
}
