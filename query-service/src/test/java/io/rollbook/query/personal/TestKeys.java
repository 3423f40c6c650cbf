package io.rollbook.query.personal;

import com.mongodb.client.MongoDatabase;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** The keys of persons as one process has them, told of them as the topics would tell. */
public final class TestKeys {
    private static final KeyRing RING = KeyRing.random();

    private final PersonKeys keys;

    private TestKeys(PersonKeys keys) {
        this.keys = keys;
    }

    /** Those in the database, ready. All have the same key ring. */
    public static TestKeys of(MongoDatabase database) {
        var keys = unread(database);
        keys.keys.complete(true);
        return keys;
    }

    /** Those in the database, ready; what was recorded before {@code since} may be in the clear. */
    public static TestKeys sealedSince(MongoDatabase database, Instant since) {
        var keys = new TestKeys(new PersonKeys(database, AwaitedKeyRing.of(RING), since));
        keys.keys.complete(true);
        return keys;
    }

    /** Those in the database, before anything is read of the topics. */
    public static TestKeys unread(MongoDatabase database) {
        return new TestKeys(new PersonKeys(database, AwaitedKeyRing.of(RING), Instant.EPOCH));
    }

    /** What fills them from the topics. */
    public PersonKeyConsumer consumer(
            MongoDatabase database, String bootstrapServers, String keysTopic, String erasuresTopic) {
        var reading = new PersonKeyReading(
                keysTopic, erasuresTopic, keys, new KeyPositions(database), InstantSource.system());
        return new PersonKeyConsumer(
                reading, PersonKeyConsumer.consumers(Map.of("bootstrap.servers", bootstrapServers)));
    }

    public PersonKeys keys() {
        return keys;
    }

    /** A key comes. */
    public void key(String person, DataKey key) {
        keys.store(Map.of(person, new PersonChange.Key(wrapped(person, key))));
    }

    /** An erasure comes. */
    public void erasure(String person) {
        keys.store(Map.of(person, new PersonChange.Erasure(new Document("reason", "asked for"))));
    }

    /** Everybody who is erased is told of, as at a start. */
    public void start() {
        keys.tellErasures();
    }

    /** Whether nothing but a key or an erasure can tell what is to become of that person's events. */
    public boolean unknown(String person) {
        return keys.of(List.of(person)).of(person) instanceof KeyState.NotCome;
    }

    /** What the topic of keys carries. */
    public static String wrapped(String person, DataKey key) {
        return RING.wrap(key, person);
    }

    /** The signature of an erasure. */
    public static String signature(String person, String certificate) {
        return RING.signErasure(person, certificate);
    }

    /** The key ring itself, for the setting. */
    public static String ring() {
        return RING.write();
    }
}
