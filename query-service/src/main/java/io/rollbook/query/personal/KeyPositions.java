package io.rollbook.query.personal;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * How far the topics of keys and erasures are stored, in the same collection as what came of them: whatever loses one loses
 * both. All processes share it, and it only moves forward.
 */
final class KeyPositions {
    static final String NEXT = "next";
    private static final int DUPLICATE_KEY = 11000;

    private final MongoCollection<Document> collection;

    KeyPositions(MongoDatabase database) {
        this.collection = database.getCollection(PersonKeys.COLLECTION);
    }

    /** The offset of the next record to store; a partition that is not begun is not in the answer. */
    Map<TopicPartition, Long> load(Iterable<TopicPartition> partitions) {
        var next = new HashMap<TopicPartition, Long>();
        for (var partition : partitions) {
            var stored = collection.find(Filters.eq(id(partition))).first();
            if (stored != null) {
                next.put(partition, stored.getLong(NEXT));
            }
        }
        return next;
    }

    /** Begins a partition, unless another process has. */
    void begin(TopicPartition partition, long next) {
        try {
            collection.insertOne(new Document("_id", id(partition)).append(NEXT, next));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    /** Moves forward, where that is forward. Not of a partition that is not there: whoever has lost it has to begin again. */
    void advance(TopicPartition partition, long next) {
        collection.updateOne(Filters.and(Filters.eq(id(partition)), Filters.lt(NEXT, next)), Updates.set(NEXT, next));
    }

    /** Forgets a position that the topic does not have. */
    void forget(TopicPartition partition, long next) {
        collection.deleteOne(Filters.and(Filters.eq(id(partition)), Filters.eq(NEXT, next)));
    }

    static String id(TopicPartition partition) {
        return partition.topic() + "/" + partition.partition();
    }
}
