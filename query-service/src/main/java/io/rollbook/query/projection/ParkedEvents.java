package io.rollbook.query.projection;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.rollbook.query.projection.Folding.Parked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * The events of one projection that were set aside, each as it came, so that nothing is lost whatever was wrong with it.
 * One lies under its place in the topic, so that a redelivery does not double it.
 */
final class ParkedEvents {
    private static final String AGGREGATE = "aggregateId";
    private static final String SEQUENCE = "sequence";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";
    private static final String REASON = "reason";
    private static final String DETAIL = "detail";
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<Document> collection;

    ParkedEvents(MongoCollection<Document> collection) {
        this.collection = collection;
    }

    void prepare() {
        collection.createIndex(Indexes.ascending(AGGREGATE, SEQUENCE));
    }

    long count() {
        return collection.estimatedDocumentCount();
    }

    /** How many aggregates have events set aside. */
    long aggregateCount() {
        return collection
                .distinct(AGGREGATE, String.class)
                .into(new HashSet<>())
                .size();
    }

    /** How many aggregates wait for nothing but a person's key. */
    long waitingCount() {
        return collection
                .distinct(AGGREGATE, Filters.eq(REASON, ParkReason.KEY_NOT_COME.name()), String.class)
                .into(new HashSet<>())
                .size();
    }

    /** Those of the given aggregates that have events set aside. */
    Set<String> among(Collection<String> aggregates) {
        return collection
                .distinct(AGGREGATE, Filters.in(AGGREGATE, aggregates), String.class)
                .into(new HashSet<>());
    }

    /** The aggregates that have events of the given partitions set aside. */
    List<String> aggregates(Collection<Integer> partitions) {
        return collection
                .distinct(AGGREGATE, Filters.in(PARTITION, partitions), String.class)
                .into(new ArrayList<>());
    }

    /** The first events of an aggregate that are set aside, in their order. */
    List<RawEvent> of(String aggregateId, int limit) {
        return collection
                .find(Filters.eq(AGGREGATE, aggregateId))
                .sort(Sorts.ascending(SEQUENCE, PARTITION, OFFSET))
                .limit(limit)
                .map(ParkedEvents::read)
                .into(new ArrayList<>());
    }

    void add(Collection<Parked> events) {
        if (events.isEmpty()) {
            return;
        }
        var now = Date.from(Instant.now());
        var writes = new ArrayList<WriteModel<Document>>();
        for (var parked : events) {
            var id = id(parked.event());
            writes.add(new ReplaceOneModel<>(new Document("_id", id), write(id, parked, now), UPSERT));
        }
        collection.bulkWrite(writes, UNORDERED);
    }

    /** Says why an event is set aside now; whether that was another reason before. */
    boolean restate(Parked parked) {
        var reason = parked.reason().name();
        return collection
                        .updateOne(
                                Filters.and(Filters.eq(id(parked.event())), Filters.ne(REASON, reason)),
                                Updates.combine(Updates.set(REASON, reason), Updates.set(DETAIL, parked.detail())))
                        .getModifiedCount()
                > 0;
    }

    void remove(Collection<RawEvent> events) {
        if (!events.isEmpty()) {
            collection.deleteMany(
                    Filters.in("_id", events.stream().map(ParkedEvents::id).toList()));
        }
    }

    private static String id(RawEvent event) {
        return event.partition() + ":" + event.offset();
    }

    private static Document write(String id, Parked parked, Date now) {
        var event = parked.event();
        var document = new Document("_id", id)
                .append(AGGREGATE, event.aggregateId())
                .append(PARTITION, event.partition())
                .append(OFFSET, event.offset())
                .append(
                        "headers",
                        event.headers().stream()
                                .map(header -> new Document("name", header.name()).append("value", header.value()))
                                .toList())
                .append("data", event.data())
                .append(REASON, parked.reason().name())
                .append(DETAIL, parked.detail())
                .append("parkedAt", now);
        event.sequence().ifPresent(sequence -> document.append(SEQUENCE, sequence));
        return document;
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
                bytes(stored, "data"));
    }

    private static byte[] bytes(Document stored, String field) {
        return stored.get(field, Binary.class).getData();
    }
}
