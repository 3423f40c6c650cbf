package io.rollbook.query.projection;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import io.rollbook.api.event.DomainEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;

/**
 * The documents of one projection. Every write holds only if the document still has the version it was folded from, so
 * that a consumer that was thought dead can never overwrite what came after it.
 */
final class StateStore<D, E extends DomainEvent> {
    static final String ID = "_id";
    static final String VERSION = "version";
    static final String DELETED = "deleted";
    static final String SOURCES = "sources";
    static final int DUPLICATE_KEY = 11000;
    private static final Document NONE = new Document();
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Projection<D, E> projection;
    private final Filling filling;
    private final MongoCollection<Document> collection;

    StateStore(Projection<D, E> projection, Filling filling) {
        this.projection = projection;
        this.filling = filling;
        this.collection = filling.documents();
    }

    /** Makes the indexes that are not there yet, and the collection with them. */
    void prepare() {
        var indexes = new ArrayList<>(projection.indexes());
        // By it is counted how many are there.
        indexes.add(new IndexModel(Indexes.ascending(DELETED)));
        collection.createIndexes(indexes);
    }

    /**
     * The states of the documents with these ids; one that is not there yet is not in the answer.
     *
     * @throws StoreLost when they are not of the filling that this process folds into
     */
    Map<Object, DocumentState<D>> load(Collection<?> ids) {
        var states = new HashMap<Object, DocumentState<D>>();
        for (var stored : filling.toFold(ids)) {
            states.put(stored.get(ID), read(stored));
        }
        return states;
    }

    /** Writes what changed. False when a document had changed in the meantime: then load and fold again. */
    boolean write(Map<?, Folding<D>> foldings) {
        var writes = new ArrayList<WriteModel<Document>>();
        foldings.forEach((id, folding) -> {
            if (folding.changed()) {
                writes.add(write(id, folding));
            }
        });
        if (writes.isEmpty()) {
            return true;
        }
        try {
            var result = collection.bulkWrite(writes, UNORDERED);
            return result.getInsertedCount() + result.getMatchedCount() == writes.size();
        } catch (MongoBulkWriteException e) {
            rethrowUnlessDuplicates(e);
            return false;
        }
    }

    /**
     * Takes out of documents what tells of a person; they keep their versions. False when one had changed in the meantime:
     * then do it again.
     */
    boolean forget(Collection<Integer> ids) {
        var writes = new ArrayList<WriteModel<Document>>();
        for (var stored : filling.toForget(ids)) {
            var state = read(stored);
            var document = state.document();
            if (document != null) {
                var forgotten = projection.forget(document);
                if (!forgotten.equals(document)) {
                    writes.add(replace(stored.getInteger(ID), state.version(), forgotten));
                }
            }
        }
        return writes.isEmpty() || collection.bulkWrite(writes, UNORDERED).getMatchedCount() == writes.size();
    }

    private WriteModel<Document> replace(int id, long version, D content) {
        var document = new Document(ID, id).append(VERSION, version);
        document.putAll(projection.write(content));
        return new ReplaceOneModel<>(new Document(ID, id).append(VERSION, version), document);
    }

    private WriteModel<Document> write(Object id, Folding<D> folding) {
        var before = folding.before().version();
        var document = new Document(ID, id).append(VERSION, folding.after().version());
        if (!folding.after().sources().isEmpty()) {
            document.append(SOURCES, new Document(Map.copyOf(folding.after().sources())));
        }
        var content = folding.after().document();
        if (content == null) {
            document.append(DELETED, true);
        } else {
            document.putAll(projection.write(content));
        }
        return before < 0
                ? new InsertOneModel<>(document)
                : new ReplaceOneModel<>(new Document(ID, id).append(VERSION, before), document);
    }

    private DocumentState<D> read(Document stored) {
        var document = stored.getBoolean(DELETED, false) ? null : projection.read(stored);
        return new DocumentState<>(stored.getLong(VERSION), sources(stored), document);
    }

    private static Map<String, Long> sources(Document stored) {
        var sources = new HashMap<String, Long>();
        stored.get(SOURCES, NONE).forEach((aggregate, sequence) -> sources.put(aggregate, (Long) sequence));
        return sources;
    }

    static void rethrowUnlessDuplicates(MongoBulkWriteException e) {
        var others = e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY);
        if (others || e.getWriteConcernError() != null) {
            throw e;
        }
    }
}
