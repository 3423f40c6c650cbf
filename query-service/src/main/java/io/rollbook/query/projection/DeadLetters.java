package io.rollbook.query.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.query.projection.Folding.DeadLetter;
import io.rollbook.web.request.Correlation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that one projection could not fold, each as it came, so that nothing is lost whatever was wrong with it.
 * One lies under its place in the topic, so that a redelivery does not double it. It counts for the filling that met it
 * only: another one meets it again.
 */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String AGGREGATE = "aggregateId";
    private static final String SEQUENCE = "sequence";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";
    private static final String REASON = "reason";
    private static final String DATA = "data";
    private static final String DETAIL = "detail";
    private static final String SINCE = "since";
    private static final String ATTEMPTS = "attempts";
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    /** Those of an aggregate lie together, in their order. */
    static final Bson IN_ORDER = Sorts.ascending(AGGREGATE, SEQUENCE, PARTITION, OFFSET);

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final String view;
    private final Filling filling;
    private final MongoCollection<Document> collection;

    DeadLetters(String view, Filling filling) {
        this.view = view;
        this.filling = filling;
        this.collection = filling.deadLetters();
    }

    void prepare() {
        collection.createIndex(Indexes.ascending(AGGREGATE, SEQUENCE, PARTITION, OFFSET));
    }

    long count() {
        return collection.countDocuments(Filters.exists(AGGREGATE));
    }

    /** How many aggregates have dead letters. */
    long aggregateCount() {
        return distinct(Filters.exists(AGGREGATE)).size();
    }

    /** How many aggregates wait for nothing but a person's key. */
    long waitingCount() {
        return distinct(Filters.eq(REASON, DeadLetterReason.KEY_NOT_COME.name()))
                .size();
    }

    // Not by "distinct", whose answer is one document and so has an end at 16 MB.
    private List<String> distinct(Bson filter) {
        return collection
                .aggregate(List.of(Aggregates.match(filter), Aggregates.group("$" + AGGREGATE)))
                .map(group -> group.getString("_id"))
                .into(new ArrayList<>());
    }

    /**
     * Those of the given aggregates that have dead letters.
     *
     * @throws StoreLost when the dead letters are lost
     */
    Set<String> among(Collection<String> aggregates) {
        var id = filling.id();
        var waiting = new HashSet<String>();
        var proven = false;
        for (var stored : collection
                .find(Filters.or(ofThis(id, Filters.in(AGGREGATE, aggregates)), Filling.isMarker()))
                .projection(Projections.include(AGGREGATE, Filling.ID))) {
            if (Filling.isMarker(stored)) {
                proven = id.equals(stored.getString(Filling.ID));
            } else {
                waiting.add(stored.getString(AGGREGATE));
            }
        }
        if (!proven) {
            throw filling.lost();
        }
        return waiting;
    }

    /** The aggregates that have dead letters of the given partitions. */
    List<String> aggregates(Collection<Integer> partitions) {
        return distinct(ofThis(filling.id(), Filters.in(PARTITION, partitions)));
    }

    /** The filter that finds the dead letters of a filling. */
    static Bson all(String filling) {
        return ofThis(filling, Filters.exists(AGGREGATE));
    }

    /** The filter that finds the dead letters that an aggregate has in a filling. */
    static Bson of(String filling, String aggregateId) {
        return ofThis(filling, Filters.eq(AGGREGATE, aggregateId));
    }

    /** The first dead letters of an aggregate, in their order. */
    List<RawEvent> of(String aggregateId, int limit) {
        return collection
                .find(of(filling.id(), aggregateId))
                .sort(IN_ORDER)
                .limit(limit)
                .map(DeadLetters::read)
                .into(new ArrayList<>());
    }

    /** Adds events, or says anew of those that are there why they are dead letters. */
    void add(Collection<DeadLetter> events) {
        if (events.isEmpty()) {
            return;
        }
        var now = Date.from(Instant.now());
        var filled = filling.id();
        var writes = new ArrayList<WriteModel<Document>>();
        for (var letter : events) {
            var reason = new Document(REASON, letter.reason().name()).append(DETAIL, letter.detail());
            var event = write(letter.event()).append(Filling.ID, filled);
            var once = new Document(SINCE, now).append(ATTEMPTS, 0);
            // That it comes behind another says less than why it could not be folded itself.
            (letter.reason() == DeadLetterReason.AFTER_DEAD_LETTER ? once : event).putAll(reason);
            writes.add(new UpdateOneModel<>(
                    Filters.eq(id(filled, letter.event())),
                    new Document("$set", event).append("$setOnInsert", once),
                    UPSERT));
        }
        collection.bulkWrite(writes, UNORDERED);
    }

    /** Adds events that have just become dead letters. */
    void keep(Collection<DeadLetter> events) {
        add(events);
        events.forEach(this::report);
    }

    /** It was tried once more in vain, perhaps for another reason than before. */
    void tried(DeadLetter letter) {
        var reason = letter.reason().name();
        var before = collection.findOneAndUpdate(
                Filters.eq(id(filling.id(), letter.event())),
                Updates.combine(
                        Updates.set(REASON, reason), Updates.set(DETAIL, letter.detail()), Updates.inc(ATTEMPTS, 1)));
        if (before != null && !reason.equals(before.getString(REASON))) {
            report(letter);
        }
    }

    private void report(DeadLetter one) {
        switch (one.reason()) {
            case AFTER_DEAD_LETTER -> {}
            case KEY_NOT_COME -> LOG.debug("{}: {} waits for its key", view, one.event());
            case GAP, UNKNOWN_TYPE, UNREADABLE, UNFOLDABLE -> {
                try (var correlation = Correlation.with(one.event().header(RawEvent.CORRELATION))) {
                    LOG.error("{}: dead letter {}: {} {}", view, one.event(), one.reason(), one.detail());
                }
            }
        }
    }

    /** Puts in the place of every event of the given aggregates what {@code change} makes of its data. */
    void change(Collection<String> aggregates, UnaryOperator<RawEvent> change) {
        var writes = new ArrayList<WriteModel<Document>>();
        for (var stored : collection.find(Filters.in(AGGREGATE, aggregates))) {
            var data = change.apply(read(stored)).data();
            if (!Arrays.equals(data, bytes(stored, DATA))) {
                writes.add(new UpdateOneModel<>(Filters.eq(stored.getString("_id")), Updates.set(DATA, data)));
            }
        }
        if (!writes.isEmpty()) {
            collection.bulkWrite(writes, UNORDERED);
        }
    }

    void remove(Collection<RawEvent> events) {
        if (!events.isEmpty()) {
            var id = filling.id();
            collection.deleteMany(Filters.in(
                    "_id", events.stream().map(event -> id(id, event)).toList()));
        }
    }

    private static Bson ofThis(String filling, Bson filter) {
        return Filters.and(filter, Filters.eq(Filling.ID, filling));
    }

    private static String id(String filling, RawEvent event) {
        return filling + "/" + event.partition() + ":" + event.offset();
    }

    private static Document write(RawEvent event) {
        var document = new Document(AGGREGATE, event.aggregateId())
                .append(PARTITION, event.partition())
                .append(OFFSET, event.offset())
                .append(
                        "headers",
                        event.headers().stream()
                                .map(header -> new Document("name", header.name()).append("value", header.value()))
                                .toList())
                .append(DATA, event.data());
        event.sequence().ifPresent(sequence -> document.append(SEQUENCE, sequence));
        return document;
    }

    /** What an operator sees of a stored one. */
    static WaitingEvent shown(String view, Document stored) {
        var event = read(stored);
        var type = event.header(RawEvent.TYPE);
        return new WaitingEvent(
                view,
                event.aggregateId(),
                event.sequence().isPresent() ? event.sequence().getAsLong() : null,
                // It came from outside: only a word of ours is repeated.
                type == null
                        ? null
                        : EventCatalogue.byName(type)
                                .map(EventCatalogue.Entry::name)
                                .orElse(null),
                DeadLetterReason.valueOf(stored.getString(REASON)),
                stored.getString(DETAIL),
                stored.getDate(SINCE).toInstant(),
                stored.getInteger(ATTEMPTS, 0));
    }

    private static RawEvent read(Document stored) {
        var headers = stored.getList("headers", Document.class).stream()
                .map(header -> new RawEvent.Header(header.getString("name"), bytes(header, "value")))
                .toList();
        return new RawEvent(
                stored.getString(AGGREGATE),
                stored.getInteger(PARTITION),
                stored.getLong(OFFSET),
                headers,
                bytes(stored, DATA));
    }

    private static byte[] bytes(Document stored, String field) {
        return stored.get(field, Binary.class).getData();
    }
}
