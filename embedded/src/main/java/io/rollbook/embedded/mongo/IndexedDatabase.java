package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.InMemoryCursor;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A database of {@link IndexedCollection}s. Where the library's commands differ from MongoDB's in a way that clients of
 * a read model notice, they are mended here: an ordered bulk of updates stops at its first error, an insert counts what
 * it inserted, results come in batches, and counting uses the indexes.
 */
final class IndexedDatabase extends AbstractSynchronizedMongoDatabase<Integer> {

    private static final Document COUNT =
            new Document("$group", new Document("_id", 1).append("n", new Document("$sum", 1)));

    IndexedDatabase(String databaseName, CursorRegistry cursorRegistry) {
        super(databaseName, cursorRegistry);
        initializeNamespacesAndIndexes();
    }

    @Override
    protected IndexedCollection openOrCreateCollection(String collectionName, CollectionOptions options) {
        return new IndexedCollection(this, collectionName, options, cursorRegistry);
    }

    @Override
    protected Index<Integer> openOrCreateUniqueIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        return new MemoryUniqueIndex(indexName, keys, sparse);
    }

    /** One in name only, for which the library warns: the {@link Lookup}s of the collection are in its place. */
    @Override
    protected Index<Integer> openOrCreateSecondaryIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        return new EmptyIndex<>(indexName, keys);
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }

    @Override
    protected long getFileSize() {
        return 0;
    }

    @Override
    public synchronized void drop(Oplog oplog) {
        super.drop(oplog);
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databaseResolver, Oplog oplog) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "find" -> super.handleCommand(channel, command, Batches.bounded(query), databaseResolver, oplog);
            case "insert" ->
                countInserted(query, super.handleCommand(channel, command, query, databaseResolver, oplog));
            case "update" -> update(channel, command, query, databaseResolver, oplog);
            case "aggregate" -> aggregate(channel, command, query, databaseResolver, oplog);
            case "create", "createindexes", "drop", "dropindexes", "listcollections", "listindexes" -> {
                // The catalogue is kept in collections of its own, which must change together with the real ones.
                synchronized (this) {
                    yield super.handleCommand(channel, command, query, databaseResolver, oplog);
                }
            }
            default -> super.handleCommand(channel, command, query, databaseResolver, oplog);
        };
    }

    private static Document countInserted(Document query, Document response) {
        if (response.get("writeErrors") instanceof List<?> errors && query.get("documents") instanceof List<?> sent) {
            var ordered = isOrdered(query);
            var inserted = ordered
                    ? (Integer) ((Document) errors.getFirst()).get("index")
                    : Integer.valueOf(sent.size() - errors.size());
            response.put("n", inserted);
        }
        return response;
    }

    private static boolean isOrdered(Document query) {
        return !Boolean.FALSE.equals(query.get("ordered"));
    }

    private Document update(
            Channel channel, String command, Document query, DatabaseResolver databaseResolver, Oplog oplog) {
        if (!(query.get("updates") instanceof List<?> updates) || updates.size() < 2 || !isOrdered(query)) {
            return super.handleCommand(channel, command, query, databaseResolver, oplog);
        }
        var matched = 0;
        var modified = 0;
        var upserted = new ArrayList<Document>();
        var response = new Document();
        for (var i = 0; i < updates.size(); i++) {
            var single = query.clone();
            single.put("updates", List.of(updates.get(i)));
            var result = super.handleCommand(channel, command, single, databaseResolver, oplog);
            matched += number(result, "n");
            modified += number(result, "nModified");
            upserted.addAll(at(i, result.get("upserted")));
            var errors = at(i, result.get("writeErrors"));
            if (!errors.isEmpty()) {
                response.put("writeErrors", errors);
                break;
            }
        }
        response.put("n", matched);
        response.put("nModified", modified);
        if (!upserted.isEmpty()) {
            response.put("upserted", upserted);
        }
        response.put("ok", 1.0);
        return response;
    }

    private static int number(Document result, String field) {
        return result.get(field) instanceof Number number ? number.intValue() : 0;
    }

    /** The parts of a single statement's result, as those of the statement with that index in a bulk. */
    private static List<Document> at(int index, @Nullable Object parts) {
        var moved = new ArrayList<Document>();
        if (parts instanceof Iterable<?> documents) {
            for (var document : documents) {
                var part = ((Document) document).clone();
                part.put("index", index);
                moved.add(part);
            }
        }
        return moved;
    }

    private Document aggregate(
            Channel channel, String command, Document query, DatabaseResolver databaseResolver, Oplog oplog) {
        if (counted(query.get("pipeline")) instanceof Document filter
                && query.get(command) instanceof String name
                && resolveCollection(name, false) instanceof IndexedCollection collection) {
            var count = collection.count(filter, 0, 0);
            var result = new Document("_id", 1).append("n", count);
            var cursor = new Document("id", 0L)
                    .append("ns", collection.getFullName())
                    .append("firstBatch", count == 0 ? List.of() : List.of(result));
            return new Document("cursor", cursor).append("ok", 1.0);
        }
        // The library warns of a cursor that says anything, and sends all results at once.
        var plain = query.clone();
        plain.replace("cursor", new Document());
        var response = super.handleCommand(channel, command, plain, databaseResolver, oplog);
        if (response.get("cursor") instanceof Document cursor && query.get("cursor") instanceof Document asked) {
            split(cursor, Batches.size(asked.get("batchSize")));
        }
        return response;
    }

    /** What a pipeline matches that only counts, as {@code countDocuments} of the drivers does; null for any other one. */
    private static @Nullable Object counted(@Nullable Object pipeline) {
        return pipeline instanceof List<?> stages
                        && stages.size() == 2
                        && stages.getLast().equals(COUNT)
                        && stages.getFirst() instanceof Document first
                ? first.get("$match")
                : null;
    }

    private void split(Document cursor, int size) {
        if (cursor.get("firstBatch") instanceof List<?> results && results.size() > size) {
            var documents = results.stream().map(Document.class::cast).toList();
            var rest = new InMemoryCursor(cursorRegistry.generateCursorId(), documents.subList(size, documents.size()));
            cursorRegistry.add(rest);
            cursor.put("id", rest.getId());
            cursor.put("firstBatch", documents.subList(0, size));
        }
    }
}
