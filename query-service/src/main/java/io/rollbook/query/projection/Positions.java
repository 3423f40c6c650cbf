package io.rollbook.query.projection;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * How far each projection has come in each partition of the topic, in the same database as the documents: whatever loses
 * one loses both, and so heals by itself. A position never goes back.
 */
final class Positions {
    private static final String COLLECTION = "projection_positions";
    private static final String PROJECTION = "projection";
    private static final String PARTITION = "partition";
    private static final String PARTITIONS = "partitions";
    private static final String NEXT = "next";
    private static final String TARGET = "target";

    private final MongoCollection<Document> collection;

    Positions(MongoDatabase database) {
        this.collection = database.getCollection(COLLECTION);
    }

    /** By partition, the offset of the next record to fold into the given collection. */
    Map<Integer, Long> load(String projection) {
        var next = new HashMap<Integer, Long>();
        for (var stored : collection.find(Filters.eq(PROJECTION, projection))) {
            next.put(stored.getInteger(PARTITION), stored.getLong(NEXT));
        }
        return next;
    }

    /**
     * Begins a partition, unless somebody else has begun it already.
     *
     * @param partitions how many partitions the topic has
     * @param next the offset of the first record to fold
     * @param target the offset it must have come to before anybody may read
     */
    void begin(String projection, int partition, int partitions, long next, long target) {
        try {
            collection.insertOne(new Document("_id", id(projection, partition))
                    .append(PROJECTION, projection)
                    .append(PARTITION, partition)
                    .append(PARTITIONS, partitions)
                    .append(NEXT, next)
                    .append(TARGET, target));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != StateStore.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    /** Forgets a position that the topic does not have. */
    void forget(String projection, int partition, long next) {
        collection.deleteOne(Filters.and(Filters.eq("_id", id(projection, partition)), Filters.eq(NEXT, next)));
    }

    /**
     * Moves forward, where that is forward.
     *
     * @throws StoreLost when a position that was there is there no more
     */
    void advance(String projection, Map<Integer, Long> next) {
        var writes = new ArrayList<WriteModel<Document>>();
        next.forEach((partition, offset) -> writes.add(new UpdateOneModel<>(
                Filters.and(Filters.eq("_id", id(projection, partition)), Filters.lt(NEXT, offset)),
                Updates.set(NEXT, offset))));
        if (writes.isEmpty()) {
            return;
        }
        var result = collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        if (result.getMatchedCount() < writes.size()) {
            verify(projection, next.keySet());
        }
    }

    /**
     * Makes sure that the given partitions have positions.
     *
     * @throws StoreLost when one has none
     */
    void verify(String projection, Collection<Integer> partitions) {
        if (!load(projection).keySet().containsAll(partitions)) {
            throw new StoreLost(projection);
        }
    }

    /** Whether every partition has come as far as the topic reached when the projection began. */
    boolean filled(String projection) {
        var stored = collection.find(Filters.eq(PROJECTION, projection)).into(new ArrayList<>());
        return !stored.isEmpty() && allBegun(stored) && stored.stream().allMatch(Positions::reached);
    }

    private static boolean allBegun(List<Document> stored) {
        return stored.stream()
                        .mapToInt(position -> position.getInteger(PARTITIONS))
                        .max()
                        .orElse(0)
                <= stored.size();
    }

    private static boolean reached(Document position) {
        return position.getLong(NEXT) >= position.getLong(TARGET);
    }

    private static String id(String projection, int partition) {
        return projection + "/" + partition;
    }
}
