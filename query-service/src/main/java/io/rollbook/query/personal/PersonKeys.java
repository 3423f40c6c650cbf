package io.rollbook.query.personal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The keys of persons beside the read models, each wrapped, and who is erased. An erasure wins over any key for ever,
 * whichever comes first and however often.
 *
 * <p>Any number of processes write the same here; what one of them has opened stays in its memory for a while.
 */
public final class PersonKeys {
    static final String COLLECTION = "person_keys";
    private static final String ID = "_id";
    private static final String WRAPPED = "wrapped";
    private static final String ERASED = "erased";
    private static final int DUPLICATE_KEY = 11000;
    private static final int RACES = 20;
    private static final int MOST_REMEMBERED = 50_000;
    private static final int MOST_REMEMBERED_WRAPPED = 100_000;
    private static final int MOST_WANTED = 100_000;
    private static final int TOLD_AT_ONCE = 1_000;
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final ReplaceOptions REPLACE = new ReplaceOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final InsertManyOptions UNORDERED_INSERTION = new InsertManyOptions().ordered(false);

    private final MongoCollection<Document> collection;
    private final AwaitedKeyRing ring;
    private final Instant sealedSince;
    private final Cache<String, KeyState> remembered =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    // Of those who have just come, whose events are likely to be next. Most are never opened if all have come at once.
    private final Cache<String, String> rememberedWrapped =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED_WRAPPED).build();
    private final Map<String, Instant> wanted = new ConcurrentHashMap<>();
    private final Object telling = new Object();
    private final List<PersonListener> listeners = new CopyOnWriteArrayList<>();
    private final Object changing = new Object();
    private volatile long losses;
    private volatile boolean complete;
    private volatile Map<String, Long> stored = Map.of();

    /** @param sealedSince what was recorded before may be in the clear */
    PersonKeys(MongoDatabase database, AwaitedKeyRing ring, Instant sealedSince) {
        this.collection = database.getCollection(COLLECTION);
        this.ring = ring;
        this.sealedSince = sealedSince;
    }

    /** Whether everything has come that was told before this process started, and can be used: before, nothing is served. */
    public boolean ready() {
        return complete && ring.isThere();
    }

    /** What keeps it from being ready, in a few words for an operator; empty when nothing does. */
    public Optional<String> missing() {
        if (!ring.isThere()) {
            return Optional.of("the key ring is not there yet");
        }
        return complete ? Optional.empty() : Optional.of("the topics of keys and erasures are not read yet");
    }

    /** Whether the ring is there, without which it cannot be told who has written what comes. */
    boolean hasRing() {
        return ring.isThere();
    }

    /**
     * Whether this roll has recorded the erasure: it is signed, or it names the key that is here, as a version wrote it that
     * signed nothing.
     *
     * @param certificate the record's value
     * @param signature its signature, empty without one
     * @param fingerprint what it says of the key
     */
    boolean recorded(String person, String certificate, String signature, @Nullable String fingerprint) {
        return ring.signedErasure(person, certificate, signature)
                || (fingerprint != null
                        && of(List.of(person)).of(person) instanceof KeyState.Here(var key)
                        && MessageDigest.isEqual(
                                key.fingerprint().getBytes(StandardCharsets.UTF_8),
                                fingerprint.getBytes(StandardCharsets.UTF_8)));
    }

    /** From now on {@code listener} is told what comes. */
    public void tell(PersonListener listener) {
        listeners.add(listener);
    }

    /** So far the topics are stored. A reading that does not find it so has come to another database. */
    void stored(Map<TopicPartition, Long> next) {
        stored = next.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        partition -> KeyPositions.id(partition.getKey()), Map.Entry::getValue));
    }

    /**
     * What is known of the given persons now.
     *
     * @throws KeysLost when the database does not have what was stored
     */
    public KnownKeys of(Collection<String> persons) {
        var before = losses;
        var states = new HashMap<>(remembered.getAllPresent(persons));
        var others =
                persons.stream().filter(person -> !states.containsKey(person)).toList();
        if (!others.isEmpty()) {
            var read = unwrapRemembered(others);
            var unread =
                    others.stream().filter(person -> !read.containsKey(person)).toList();
            if (!unread.isEmpty()) {
                read.putAll(read(unread));
            }
            remember(read, before);
            states.putAll(read);
        }
        return new KnownKeys(states, sealedSince);
    }

    /** Those of the given persons who are erased. */
    public Set<String> erasedAmong(Collection<String> persons) {
        var known = of(persons);
        return persons.stream()
                .filter(person -> known.of(person) instanceof KeyState.Erased)
                .collect(Collectors.toSet());
    }

    /**
     * How often keys have begun to go, and have gone: odd while documents are being emptied for it. Whoever writes what was
     * read of persons asks for this before reading anything, and {@link #lostSince} after writing.
     */
    public long losses() {
        return losses;
    }

    /** Whether somebody may be erased who was not when {@link #losses} was {@code before}, or was read before it showed. */
    public boolean lostSince(long before) {
        return before % 2 != 0 || losses != before;
    }

    /** Asks to be told when something comes of these persons. Ask what is known of them once more after this. */
    public void want(Collection<String> persons) {
        var now = Instant.now();
        for (var person : persons) {
            if (wanted.size() < MOST_WANTED) {
                wanted.putIfAbsent(person, now);
            }
        }
    }

    /** Waits until something has come of all these persons, who are {@link #want wanted}, but no longer than {@code atMost}. */
    public void await(Collection<String> persons, Duration atMost) {
        tellWhoCame(persons.stream().filter(wanted::containsKey).toList());
        var deadline = System.nanoTime() + atMost.toNanos();
        synchronized (wanted) {
            try {
                var left = atMost.toNanos();
                while (left > 0 && persons.stream().anyMatch(wanted::containsKey)) {
                    TimeUnit.NANOSECONDS.timedWait(wanted, left);
                    left = deadline - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether somebody has been wanted since before {@code moment} of whom nothing is known still. */
    boolean isWantedSince(Instant moment) {
        var persons = wanted.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(moment))
                .map(Map.Entry::getKey)
                .toList();
        return !persons.isEmpty() && tellWhoCame(persons) < persons.size();
    }

    // Somebody may have come just before they were wanted, which was told nobody then. How many it was told of now.
    private int tellWhoCame(Collection<String> persons) {
        var known = of(persons);
        var came = persons.stream()
                .filter(person -> !(known.of(person) instanceof KeyState.NotCome))
                .toList();
        tellArrival(came);
        return came.size();
    }

    /** Stores what has come, by person, and tells who has to know. */
    void store(Map<String, PersonChange> changes) {
        storeErasures(changes);
        storeKeys(changes);
        var erased = changes.entrySet().stream()
                .filter(change -> change.getValue() instanceof PersonChange.Erasure)
                .map(Map.Entry::getKey)
                .toList();
        if (!erased.isEmpty()) {
            beginLoss();
            remembered.invalidateAll(erased);
            rememberedWrapped.invalidateAll(erased);
            listeners.forEach(listener -> listener.erased(erased));
        }
        endLoss();
        arrived(changes);
    }

    /** Tells of everybody who is erased. */
    void tellErasures() {
        beginLoss();
        // They are few among all the keys.
        collection.createIndex(Indexes.ascending(ERASED), new IndexOptions().sparse(true));
        var erased = new ArrayList<String>();
        for (var stored : collection.find(Filters.exists(ERASED)).projection(Projections.include(ID))) {
            erased.add(stored.getString(ID));
            if (erased.size() == TOLD_AT_ONCE) {
                listeners.forEach(listener -> listener.erased(List.copyOf(erased)));
                erased.clear();
            }
        }
        if (!erased.isEmpty()) {
            listeners.forEach(listener -> listener.erased(List.copyOf(erased)));
        }
        endLoss();
    }

    /** Whether everything is stored that was told before this process started. */
    void complete(boolean now) {
        complete = now;
        if (!now) {
            // The database may be another one than what is remembered was read from.
            beginLoss();
            remembered.invalidateAll();
            rememberedWrapped.invalidateAll();
        }
    }

    private Map<String, KeyState> unwrapRemembered(List<String> persons) {
        var states = new HashMap<String, KeyState>();
        rememberedWrapped
                .getAllPresent(persons)
                .forEach((person, wrapped) ->
                        ring.unwrap(wrapped, person).ifPresent(key -> states.put(person, new KeyState.Here(key))));
        return states;
    }

    private Map<String, KeyState> read(List<String> persons) {
        var states = new HashMap<String, KeyState>();
        var least = stored;
        var reached = new HashSet<String>();
        var wanted = new ArrayList<>(persons);
        wanted.addAll(least.keySet());
        for (var found : collection.find(Filters.in(ID, wanted)).batchSize(wanted.size() + 1)) {
            var id = found.getString(ID);
            if (found.containsKey(ERASED)) {
                states.put(id, KeyState.ERASED);
            } else if (found.containsKey(WRAPPED)) {
                ring.unwrap(found.getString(WRAPPED), id).ifPresent(key -> states.put(id, new KeyState.Here(key)));
            } else if (least.containsKey(id) && found.getLong(KeyPositions.NEXT) >= least.get(id)) {
                reached.add(id);
            }
        }
        if (!reached.containsAll(least.keySet())) {
            throw new KeysLost();
        }
        return states;
    }

    // What has gone since it was read must not be remembered.
    private void remember(Map<String, KeyState> states, long before) {
        synchronized (changing) {
            if (losses == before) {
                remembered.putAll(states);
            }
        }
    }

    private void rememberWrapped(Map<String, String> inserted, long before) {
        synchronized (changing) {
            if (losses == before) {
                rememberedWrapped.putAll(inserted);
            }
        }
    }

    // What fails between the two is done again, and stays begun until then.
    private void beginLoss() {
        synchronized (changing) {
            losses += losses % 2 == 0 ? 1 : 2;
        }
    }

    private void endLoss() {
        synchronized (changing) {
            losses += losses % 2;
        }
    }

    private void arrived(Map<String, PersonChange> changes) {
        tellArrival(List.copyOf(changes.keySet()));
    }

    private void tellArrival(List<String> persons) {
        // One at a time, so that of each it is told once.
        synchronized (telling) {
            var arrived = persons.stream().filter(wanted::containsKey).toList();
            if (!arrived.isEmpty()) {
                listeners.forEach(listener -> listener.arrived(arrived));
                synchronized (wanted) {
                    arrived.forEach(wanted::remove);
                    wanted.notifyAll();
                }
            }
        }
    }

    private void storeErasures(Map<String, PersonChange> changes) {
        var writes = new ArrayList<WriteModel<Document>>();
        changes.forEach((person, change) -> {
            if (change instanceof PersonChange.Erasure(var certificate)) {
                writes.add(new ReplaceOneModel<>(
                        new Document(ID, person), new Document(ID, person).append(ERASED, certificate), REPLACE));
            }
        });
        for (var race = 0; race < RACES; race++) {
            if (written(writes)) {
                return;
            }
        }
        throw new IllegalStateException("lost " + RACES + " races for the same persons");
    }

    private void storeKeys(Map<String, PersonChange> changes) {
        var before = losses;
        var wrapped = new HashMap<String, String>();
        changes.forEach((person, change) -> {
            if (change instanceof PersonChange.Key(var key)) {
                wrapped.put(person, key);
            }
        });
        var known = insert(wrapped);
        // Whoever is erased does not match, and cannot be inserted because of its id: the key that comes too late is
        // lost.
        written(known.stream()
                .filter(person -> !isForged(person, wrapped.getOrDefault(person, "")))
                .<WriteModel<Document>>map(person ->
                        new UpdateOneModel<>(unerased(person), Updates.set(WRAPPED, wrapped.get(person)), UPSERT))
                .toList());
        known.forEach(wrapped::remove);
        rememberWrapped(wrapped, before);
    }

    // What this ring cannot unwrap takes the place of nothing that it can.
    private boolean isForged(String person, String wrapped) {
        return ring.unwrap(wrapped, person).isEmpty() && of(List.of(person)).of(person) instanceof KeyState.Here;
    }

    private static Bson unerased(String person) {
        return Filters.and(Filters.eq(ID, person), Filters.exists(ERASED, false));
    }

    /** Those of the given persons of whom something was known before. Most are new, and an insertion costs the least. */
    private Set<String> insert(Map<String, String> wrapped) {
        if (wrapped.isEmpty()) {
            return Set.of();
        }
        var persons = List.copyOf(wrapped.keySet());
        var documents = persons.stream()
                .map(person -> new Document(ID, person).append(WRAPPED, wrapped.get(person)))
                .toList();
        try {
            collection.insertMany(documents, UNORDERED_INSERTION);
            return Set.of();
        } catch (MongoBulkWriteException e) {
            rethrowUnlessDuplicates(e);
            return e.getWriteErrors().stream()
                    .map(error -> persons.get(error.getIndex()))
                    .collect(Collectors.toSet());
        }
    }

    /** Whether all is written; false when another process inserted the same meanwhile. */
    private boolean written(List<WriteModel<Document>> writes) {
        try {
            if (!writes.isEmpty()) {
                collection.bulkWrite(writes, UNORDERED);
            }
            return true;
        } catch (MongoBulkWriteException e) {
            rethrowUnlessDuplicates(e);
            return false;
        }
    }

    private static void rethrowUnlessDuplicates(MongoBulkWriteException e) {
        if (e.getWriteConcernError() != null
                || e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
            throw e;
        }
    }
}
