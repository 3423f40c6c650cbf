package io.rollbook.query.projection;

import static java.util.Objects.requireNonNull;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collection of one projection's documents, and the marker: a document in that collection which says which filling it
 * is and how far each partition of the topic is folded into it. What loses the documents loses the marker with them.
 *
 * <p>Every reading proves itself by the marker, which is read after the documents or with them: the filling is still the
 * one that was known before, and no position is behind what was known. So a database that was emptied, swapped or set back
 * is noticed by the first reading that meets it. A second marker lies with the dead letters.
 *
 * <p>May be used by any thread; folding is the work of one.
 */
final class Filling {
    static final String ID = "filling";
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String KEY = "_id";
    private static final String MARKER = "filling";
    private static final Bson IS_MARKER = Filters.eq(KEY, MARKER);
    private static final String BEGUN = "begun";
    private static final String PARTITIONS = "partitions";
    private static final String NEXT = "next";
    private static final String TARGET = "target";
    private static final String DEAD_LETTERS = "deadLetters";
    private static final int BATCH = 1000;

    private final String name;
    private final MongoCollection<Document> documents;
    private final MongoCollection<Document> deadLetters;
    private volatile Known known = Known.NOTHING;
    private volatile @Nullable Demand held;

    Filling(MongoDatabase database, String collection) {
        this.name = collection;
        this.documents = database.getCollection(collection);
        this.deadLetters = database.getCollection(collection + "_dead_letters");
    }

    /** What the marker must say: this filling, at least so far in these partitions. */
    private record Demand(String id, Map<String, Long> next) {
        boolean isMetBy(@Nullable Document marker) {
            if (marker == null || !id.equals(marker.getString(ID))) {
                return false;
            }
            var stored = nextOf(marker);
            return next.entrySet().stream()
                    .allMatch(least -> reaches(stored.getLong(least.getKey()), least.getValue()));
        }

        /** Whether a marker that meets it is farther. */
        boolean isBehind(Document marker) {
            var stored = nextOf(marker);
            return stored.size() > next.size()
                    || next.entrySet().stream().anyMatch(least -> stored.getLong(least.getKey()) > least.getValue());
        }

        Demand and(Map<String, Long> more) {
            var all = new HashMap<>(next);
            more.forEach((partition, offset) -> all.merge(partition, offset, Math::max));
            return new Demand(id, Map.copyOf(all));
        }
    }

    /**
     * The last complete filling that this process has seen, as far as it has seen it come.
     *
     * @param begun when that filling was begun: one that was begun earlier is an old copy
     * @param served whether readers are answered from it
     */
    private record Known(@Nullable Demand demand, Instant begun, boolean served) {
        static final Known NOTHING = new Known(null, Instant.EPOCH, false);

        boolean isNewerThan(Document marker) {
            return demand != null && !isSame(marker) && begun.isAfter(begunAt(marker));
        }

        /** After a look that found this marker; {@code before} is what was known when the look began. */
        Known after(Known before, @Nullable Document marker) {
            if (marker == null
                    || isNewerThan(marker)
                    || !complete(marker)
                    || (before.demand != null && before.isSame(marker) && !before.demand.isMetBy(marker))) {
                return unserved();
            }
            var seen = demand != null && isSame(marker) ? demand : new Demand(marker.getString(ID), Map.of());
            return new Known(seen.and(positions(marker)), begunAt(marker), true);
        }

        Known further(String id, Map<String, Long> next) {
            return demand == null || !demand.id().equals(id) ? this : new Known(demand.and(next), begun, served);
        }

        Known unserved() {
            return served ? new Known(demand, begun, false) : this;
        }

        /** After a reading that found it lost; another one may be known by now. */
        Known without(String id) {
            return demand != null && demand.id().equals(id) ? unserved() : this;
        }

        private boolean isSame(Document marker) {
            return demand != null && demand.id().equals(marker.getString(ID));
        }
    }

    private synchronized void know(UnaryOperator<Known> change) {
        known = change.apply(known);
    }

    /** Whether readers are answered: it is complete, and nothing has shown since that it is lost. */
    boolean served() {
        return known.served();
    }

    /**
     * Begins a reading for somebody who is to be answered.
     *
     * @throws Unavailable when it is not complete
     */
    Reading read() {
        var now = known;
        if (now.demand() == null || !now.served()) {
            throw new Unavailable("the read model is being filled", RETRY_AFTER);
        }
        return new Reading(now.demand());
    }

    /**
     * One reading. What it returns was proven after it had been read.
     *
     * <p>Every method throws {@link Unavailable} when that fails.
     */
    final class Reading {
        private final Demand demand;

        private Reading(Demand demand) {
            this.demand = demand;
        }

        /** The documents that match, which must be few. */
        List<Document> few(Bson filter) {
            return split(Filters.or(filter, IS_MARKER), BATCH, this::prove);
        }

        /** The document with that id, deleted or not. */
        Optional<Document> one(Object id) {
            return split(Filters.in(KEY, id, MARKER), 2, this::prove).stream().findFirst();
        }

        /** Whether an event of that aggregate could not be folded, so that its document is out of date. */
        boolean hasDeadLetter(String aggregateId) {
            var found = deadLetters
                    .find(Filters.or(DeadLetters.of(demand.id(), aggregateId), IS_MARKER))
                    .projection(Projections.include(ID))
                    .limit(2)
                    .into(new ArrayList<>());
            if (found.isEmpty() || !found.stream().allMatch(one -> demand.id().equals(one.getString(ID)))) {
                throw new Unavailable("the dead letters are lost and are being found again", RETRY_AFTER);
            }
            return !found.stream().allMatch(Filling::isMarker);
        }

        /** All dead letters, in the order of their aggregates, in constant memory. That it has no more is proven too. */
        Rows deadLetters() {
            var found = deadLetters
                    .find(DeadLetters.all(demand.id()))
                    .sort(DeadLetters.IN_ORDER)
                    .batchSize(BATCH);
            return new Rows(found.cursor(), this::proveDeadLetters);
        }

        private void proveDeadLetters() {
            if (!Filling.this.hasDeadLetters(demand.id())) {
                throw new Unavailable("the dead letters are lost and are being found again", RETRY_AFTER);
            }
        }

        /** How many documents match, and a stretch of them. */
        ReadModel.Stretch<Document> stretch(Bson filter, Bson sort, long skip, int limit) {
            var total = documents.countDocuments(filter);
            // Beyond the end there is nothing to look for, and the database could not skip so far either.
            var rows = skip >= total
                    ? new ArrayList<Document>()
                    : documents
                            .find(filter)
                            .sort(sort)
                            .skip(Math.toIntExact(skip))
                            .limit(limit)
                            .batchSize(limit + 1)
                            .into(new ArrayList<>());
            prove(marker());
            return new ReadModel.Stretch<>(total, rows);
        }

        /** The documents that match, in constant memory. That it has no more is proven too, or that it has none. */
        Rows all(Bson filter, Bson sort) {
            return new Rows(documents.find(filter).sort(sort).batchSize(BATCH).cursor(), () -> prove(marker()));
        }

        /** As {@link #all}, by the id: in that order the marker comes last by itself. */
        Rows allById(Bson filter) {
            var withMarker = documents.find(Filters.or(filter, IS_MARKER)).sort(Sorts.ascending(KEY));
            return new Rows(withMarker.batchSize(BATCH).cursor(), () -> prove(null));
        }

        private void prove(@Nullable Document marker) {
            if (!demand.isMetBy(marker)) {
                know(now -> now.without(demand.id()));
                throw new Unavailable("the read model is lost and is being filled again", RETRY_AFTER);
            }
            if (marker != null && demand.isBehind(marker)) {
                know(now -> now.further(demand.id(), positions(marker)));
            }
        }

        /** Documents one after another, of which it is proven in the end that these are all; must be closed. */
        final class Rows implements Iterator<Document>, AutoCloseable {
            private final MongoCursor<Document> cursor;
            private final Runnable proof;
            private @Nullable Document ahead;
            private boolean proven;

            /** @param proof what proves it where the marker does not come as the last */
            private Rows(MongoCursor<Document> cursor, Runnable proof) {
                this.cursor = cursor;
                this.proof = proof;
            }

            @Override
            public boolean hasNext() {
                if (ahead == null && !proven) {
                    ahead = cursor.hasNext() ? cursor.next() : null;
                    if (ahead == null) {
                        proof.run();
                        proven = true;
                    } else if (isMarker(ahead)) {
                        prove(ahead);
                        proven = true;
                        ahead = null;
                    }
                }
                return ahead != null;
            }

            @Override
            public Document next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var next = requireNonNull(ahead);
                ahead = null;
                return next;
            }

            @Override
            public void close() {
                cursor.close();
            }
        }
    }

    /** Reads documents, few of them, and the marker with them, by one command. */
    private List<Document> split(Bson withMarker, int batch, MarkerConsumer proof) {
        // One more than there can be: a batch that is full is asked for another.
        var found = documents.find(withMarker).batchSize(batch + 1).into(new ArrayList<>());
        Document marker = null;
        for (var each = found.iterator(); each.hasNext(); ) {
            var document = each.next();
            if (isMarker(document)) {
                marker = document;
                each.remove();
            }
        }
        proof.prove(marker);
        return found;
    }

    @FunctionalInterface
    private interface MarkerConsumer {
        void prove(@Nullable Document marker);
    }

    /**
     * The documents with these ids, to fold on from.
     *
     * @throws StoreLost when they are not of the filling that this process folds into
     */
    List<Document> toFold(Collection<?> ids) {
        var mine = holding();
        var wanted = new ArrayList<Object>(ids);
        wanted.add(MARKER);
        return split(Filters.in(KEY, wanted), wanted.size(), marker -> verify(mine, marker));
    }

    /** The documents with these ids, whatever filling they are of: only to take something out of them. */
    List<Document> toForget(Collection<Integer> ids) {
        return documents.find(Filters.in(KEY, ids)).batchSize(ids.size() + 1).into(new ArrayList<>());
    }

    /** Where the documents are written. */
    MongoCollection<Document> documents() {
        return documents;
    }

    /** The dead letters. Those of another filling than {@link #id} count for nothing. */
    MongoCollection<Document> deadLetters() {
        return deadLetters;
    }

    /** The filter that finds the marker with the dead letters, whose {@link #ID} must be {@link #id}. */
    static Bson isMarker() {
        return IS_MARKER;
    }

    static boolean isMarker(Document document) {
        return isMarker(document.get(KEY));
    }

    /** Whether that is the id of the marker, which no document may have. */
    static boolean isMarker(@Nullable Object id) {
        return MARKER.equals(id);
    }

    /**
     * The filling that this process folds into.
     *
     * @throws StoreLost when it folds into none
     */
    String id() {
        return holding().id();
    }

    /** Whether this process folds into a filling. */
    boolean isHeld() {
        return held != null;
    }

    /**
     * Makes sure that it still is what this process folds into.
     *
     * @throws StoreLost when it is not
     */
    void verify() {
        verify(holding(), marker());
    }

    /** By partition, the offset of the next record to fold, whoever folds it. */
    Map<Integer, Long> positions() {
        return byNumber(marker());
    }

    /**
     * Takes up the filling that is there, or begins one, so that this process folds into it.
     *
     * @return by partition, the offset of the next record to fold; of one that is not begun there is none
     * @throws StoreLost when it is not what this process folded into so far
     */
    Map<Integer, Long> open() {
        var marker = marker();
        var mine = held;
        if (mine != null) {
            verify(mine, marker);
        }
        if (marker != null && known.isNewerThan(marker)) {
            abandon(marker.getString(ID));
            marker = null;
        }
        if (marker == null) {
            insertMarker();
            marker = marker();
        }
        if (marker == null) {
            throw lost();
        }
        openDeadLetters(marker);
        held = mine == null ? new Demand(marker.getString(ID), Map.of()) : mine;
        return byNumber(marker);
    }

    private void insertMarker() {
        // One that is begun after another must show it, whatever the clocks say.
        var begun = Math.max(System.currentTimeMillis(), known.begun().toEpochMilli() + 1);
        try {
            documents.insertOne(new Document(KEY, MARKER)
                    .append(ID, UUID.randomUUID().toString())
                    .append(BEGUN, Date.from(Instant.ofEpochMilli(begun)))
                    // So no list has it among its documents.
                    .append(StateStore.DELETED, true)
                    .append(PARTITIONS, 0)
                    .append(NEXT, new Document())
                    .append(TARGET, new Document()));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != StateStore.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    // The marker of the documents says when the other one has been made: from then on it has to be there.
    private void openDeadLetters(Document marker) {
        var id = marker.getString(ID);
        if (!marker.getBoolean(DEAD_LETTERS, false)) {
            deadLetters.deleteMany(Filters.ne(ID, id));
            deadLetters.replaceOne(
                    IS_MARKER, new Document(KEY, MARKER).append(ID, id), new ReplaceOptions().upsert(true));
            documents.updateOne(isMarkerOf(id), Updates.set(DEAD_LETTERS, true));
        } else if (!hasDeadLetters(id)) {
            abandon(id);
            throw lost();
        }
    }

    private boolean hasDeadLetters(String id) {
        return deadLetters.find(isMarkerOf(id)).first() != null;
    }

    /**
     * Begins a partition, unless somebody else has begun it already.
     *
     * @param partitions how many partitions the topic has
     * @param next the offset of the first record to fold
     * @param target the offset it must have come to before anybody may read
     */
    void begin(int partition, int partitions, long next, long target) {
        documents.updateOne(
                Filters.and(isMarkerOf(id()), Filters.exists(next(partition), false)),
                Updates.combine(
                        Updates.set(next(partition), next),
                        Updates.set(TARGET + "." + partition, target),
                        Updates.max(PARTITIONS, partitions)));
    }

    /** From now on this process folds a partition from an offset on that is stored. */
    void hold(int partition, long next) {
        held = holding().and(Map.of(Integer.toString(partition), next));
    }

    /** This process folds into nothing, until it {@link #open opens} what is there. Readers are not answered meanwhile. */
    void release() {
        held = null;
        know(Known::unserved);
    }

    /** Gives this filling up for all processes: a new one is begun. */
    StoreLost abandon() {
        abandon(id());
        return lost();
    }

    private void abandon(String id) {
        documents.deleteOne(isMarkerOf(id));
    }

    /**
     * Moves positions forward, where that is forward.
     *
     * @throws StoreLost when the documents that were written since are not where the positions are
     */
    void advance(Map<Integer, Long> next) {
        if (next.isEmpty()) {
            return;
        }
        var mine = holding();
        var filter = new ArrayList<Bson>(List.of(isMarkerOf(mine.id())));
        var updates = new ArrayList<Bson>();
        var reached = new HashMap<String, Long>();
        next.forEach((partition, offset) -> {
            var key = Integer.toString(partition);
            filter.add(Filters.gte(next(partition), mine.next().getOrDefault(key, 0L)));
            updates.add(Updates.max(next(partition), offset));
            reached.put(key, offset);
        });
        if (documents.updateOne(Filters.and(filter), Updates.combine(updates)).getMatchedCount() == 0) {
            throw lost();
        }
        held = mine.and(reached);
        know(now -> now.further(mine.id(), reached));
    }

    /**
     * Looks whether readers may be answered.
     *
     * @throws StoreLost when it is not what this process folds into
     */
    void look() {
        var before = known;
        var mine = held;
        var marker = marker();
        know(now -> now.after(before, marker));
        if (mine != null) {
            verify(mine, marker);
            if (!hasDeadLetters(mine.id())) {
                throw lost();
            }
        }
    }

    /** What there is to throw when it is not what this process folds into. */
    StoreLost lost() {
        return new StoreLost(name);
    }

    private Demand holding() {
        var mine = held;
        if (mine == null) {
            throw lost();
        }
        return mine;
    }

    private void verify(Demand mine, @Nullable Document marker) {
        if (!mine.isMetBy(marker)) {
            throw lost();
        }
    }

    private @Nullable Document marker() {
        return documents.find(IS_MARKER).first();
    }

    private static Bson isMarkerOf(String id) {
        return Filters.and(IS_MARKER, Filters.eq(ID, id));
    }

    private static String next(int partition) {
        return NEXT + "." + partition;
    }

    private static Instant begunAt(Document marker) {
        return marker.getDate(BEGUN).toInstant();
    }

    private static Document nextOf(Document marker) {
        return marker.get(NEXT, Document.class);
    }

    private static Map<String, Long> positions(Document marker) {
        var positions = new HashMap<String, Long>();
        nextOf(marker).forEach((partition, offset) -> positions.put(partition, (Long) offset));
        return positions;
    }

    private static Map<Integer, Long> byNumber(@Nullable Document marker) {
        var positions = new HashMap<Integer, Long>();
        if (marker != null) {
            positions(marker).forEach((partition, offset) -> positions.put(Integer.valueOf(partition), offset));
        }
        return positions;
    }

    /** Whether every partition has come as far as the topic reached when it was begun. */
    private static boolean complete(Document marker) {
        var next = nextOf(marker);
        var targets = marker.get(TARGET, Document.class);
        return !targets.isEmpty()
                && marker.getInteger(PARTITIONS) <= targets.size()
                && targets.keySet().stream()
                        .allMatch(partition -> reaches(next.getLong(partition), targets.getLong(partition)));
    }

    private static boolean reaches(@Nullable Long offset, Long least) {
        return offset != null && offset >= least;
    }
}
