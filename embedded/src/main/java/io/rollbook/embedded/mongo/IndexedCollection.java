package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A collection in memory.
 *
 * <p><b>Concurrency.</b> Many readers or one writer at a time. A document that is stored is never changed: a writer gets
 * a copy to change, and puts it in the place of the old one. Hence a result can be encoded, paged through or aggregated
 * after the lock is released, and shows each document as it was at one moment.
 *
 * <p><b>Indexes.</b> A query is served by the index whose leading fields it fixes best, and the rest of it is checked on
 * the candidates; a sort is served by an index that has its order. Results are the same as without any index, in the
 * same order.
 */
final class IndexedCollection extends AbstractMongoCollection<Integer> {

    /** Walking an index in order pays if it is expected to visit at most this share of what sorting would. */
    private static final int SORTING_COST = 4;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<@Nullable Document> documents = new ArrayList<>();
    private final Queue<Integer> emptyPositions = new ArrayDeque<>();

    IndexedCollection(
            MongoDatabase database, String collectionName, CollectionOptions options, CursorRegistry cursorRegistry) {
        super(database, collectionName, options, cursorRegistry);
    }

    /** The documents that match, as a list that nobody changes. A limit of 0 means all. */
    List<Document> find(Document filter, @Nullable Document sort, int skip, int limit) {
        return reading(() ->
                List.copyOf(queryDocuments(filter, sort, skip, limit, 0, null).collectDocuments()));
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        var comparator = deriveComparator(orderBy);
        var best = bestPath(query);
        if (comparator != null && orderBy != null) {
            var inOrder = inOrderOf(orderBy, query, best, (long) numberToSkip + limit, limit > 0);
            if (inOrder != null) {
                return collect(query, stored(inOrder), numberToSkip, limit, batchSize, null, fieldSelector);
            }
        }
        if (best == null && orderBy == null) {
            var either = eitherPositions(query);
            if (either != null) {
                return collect(query, stored(either), numberToSkip, limit, batchSize, null, fieldSelector);
            }
        }
        if (best == null) {
            return matchDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
        }
        var positions = isNaturalDescending(orderBy)
                ? best.sortedPositions()
                        .map(position -> -position)
                        .sorted()
                        .map(position -> -position)
                        .iterator()
                : best.positions();
        return collect(query, stored(positions), numberToSkip, limit, batchSize, comparator, fieldSelector);
    }

    private QueryResult collect(
            Document query,
            Stream<Document> candidates,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Comparator<Document> comparator,
            @Nullable Document fieldSelector) {
        return matchDocumentsFromStream(query, candidates, numberToSkip, limit, batchSize, comparator, fieldSelector);
    }

    /** The candidates for a query that is nothing but alternatives, if an index narrows each of them. */
    private @Nullable Iterator<Integer> eitherPositions(Document query) {
        if (query.size() != 1 || !(query.get("$or") instanceof Collection<?> alternatives)) {
            return null;
        }
        var positions = IntStream.empty();
        for (var alternative : alternatives) {
            var path = alternative instanceof Document part ? bestPath(part) : null;
            if (path == null) {
                return null;
            }
            positions = IntStream.concat(positions, path.sortedPositions());
        }
        return positions.sorted().distinct().iterator();
    }

    private @Nullable AccessPath bestPath(Document query) {
        var constraints = Constraint.of(query);
        AccessPath best = null;
        if (!constraints.isEmpty()) {
            for (var index : orderedIndexes()) {
                var path = AccessPath.through(index, constraints);
                if (path.narrows() && (best == null || !best.narrowsAsMuchAs(path))) {
                    best = path;
                }
            }
        }
        return best;
    }

    /** The candidates in the order of a sort, if an index has that order and walking it is cheaper than sorting. */
    private @Nullable Iterator<Integer> inOrderOf(
            Document orderBy, Document query, @Nullable AccessPath best, long wanted, boolean limited) {
        var constraints = Constraint.of(query);
        for (var index : orderedIndexes()) {
            var path = AccessPath.through(index, constraints);
            var inOrder = path.positionsInOrderOf(orderBy);
            if (inOrder != null && (best == null || path.narrowsAsMuchAs(best))) {
                return inOrder;
            }
            if (inOrder != null && best != null && limited) {
                var candidates = best.sortedPositions().count();
                var expectedVisits = wanted * path.indexSize() / Math.max(candidates, 1);
                if (expectedVisits < candidates * SORTING_COST) {
                    return inOrder;
                }
            }
        }
        return null;
    }

    private List<KeyedPositions> orderedIndexes() {
        var ordered = new ArrayList<KeyedPositions>();
        for (var index : super.getIndexes()) {
            if (index instanceof OrderedIndex orderedIndex) {
                ordered.add(orderedIndex.positions());
            }
        }
        return ordered;
    }

    private Stream<Document> stored(Iterator<Integer> positions) {
        var spliterator = Spliterators.spliteratorUnknownSize(positions, Spliterator.ORDERED);
        return StreamSupport.stream(spliterator, false).map(this::getDocument);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        var last = documents.size() - 1;
        var descending = isNaturalDescending(orderBy);
        var candidates = IntStream.rangeClosed(0, last)
                .mapToObj(i -> documents.get(descending ? last - i : i))
                .flatMap(Stream::ofNullable);
        return collect(query, candidates, numberToSkip, limit, batchSize, deriveComparator(orderBy), fieldSelector);
    }

    /** Gives a writer copies: the library changes the top level of what it found. */
    @Override
    protected QueryResult createQueryResult(List<Document> matchedDocuments, int batchSize) {
        if (lock.isWriteLockedByCurrentThread()) {
            return new QueryResult(
                    matchedDocuments.stream().map(Document::clone).toList());
        }
        return super.createQueryResult(matchedDocuments, batchSize);
    }

    @Override
    protected Document getDocument(Integer position) {
        return Objects.requireNonNull(documents.get(position), "An index names an empty position");
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
        var free = emptyPositions.poll();
        if (free != null) {
            documents.set(free, document);
            return free;
        }
        documents.add(document);
        return documents.size() - 1;
    }

    @Override
    protected void handleUpdate(Integer position, Document oldDocument, Document newDocument) {
        documents.set(position, newDocument);
    }

    @Override
    public void removeDocument(Document document) {
        writing(() -> {
            var position = findDocumentPosition(document);
            if (position != null) {
                for (var index : super.getIndexes()) {
                    if (index instanceof OrderedIndex ordered) {
                        ordered.forget(document, position);
                    } else {
                        index.remove(document);
                    }
                }
                removeDocument(position);
            }
            return position;
        });
    }

    @Override
    protected void removeDocument(Integer position) {
        documents.set(position, null);
        emptyPositions.add(position);
    }

    @Override
    protected @Nullable Integer findDocumentPosition(Document document) {
        for (var index : super.getIndexes()) {
            if (index.isUnique() && index.getKeys().size() == 1) {
                var key = index.getKeys().getFirst().getKey();
                if (key.equals(getIdField())) {
                    return index.getPosition(document);
                }
            }
        }
        var position = documents.indexOf(document);
        return position < 0 ? null : position;
    }

    @Override
    protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
        return IntStream.range(0, documents.size())
                .filter(position -> documents.get(position) != null)
                .mapToObj(position -> new DocumentWithPosition<>(getDocument(position), position));
    }

    /** False: measuring encodes every document once or twice more, for a number that nobody asks for. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {
        // Not tracked.
    }

    @Override
    protected int getDataSize() {
        return 0;
    }

    // What follows puts each operation under the lock.

    @Override
    public QueryResult handleQuery(QueryParameters queryParameters) {
        return reading(() -> super.handleQuery(queryParameters));
    }

    @Override
    public Document handleDistinct(Document query) {
        return reading(() -> super.handleDistinct(query));
    }

    @Override
    public int count() {
        return reading(() -> documents.size() - emptyPositions.size());
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        return reading(() -> super.count(query, skip, limit));
    }

    @Override
    public Document getStats() {
        return reading(super::getStats);
    }

    @Override
    public Document validate() {
        return reading(super::validate);
    }

    @Override
    public List<Index<Integer>> getIndexes() {
        return reading(() -> List.copyOf(super.getIndexes()));
    }

    @Override
    public void addDocument(Document document) {
        writing(() -> {
            super.addDocument(document);
            return document;
        });
    }

    @Override
    public void addDocumentIfMissing(Document document) {
        writing(() -> {
            super.addDocumentIfMissing(document);
            return document;
        });
    }

    @Override
    public List<Document> insertDocuments(List<Document> newDocuments, boolean isOrdered) {
        return writing(() -> super.insertDocuments(newDocuments, isOrdered));
    }

    @Override
    public Document updateDocuments(
            Document selector,
            Document updateQuery,
            ArrayFilters arrayFilters,
            boolean isMulti,
            boolean isUpsert,
            Oplog oplog) {
        return writing(() -> super.updateDocuments(selector, updateQuery, arrayFilters, isMulti, isUpsert, oplog));
    }

    @Override
    public int deleteDocuments(Document selector, int limit, Oplog oplog) {
        return writing(() -> super.deleteDocuments(selector, limit, oplog));
    }

    @Override
    public Document findAndModify(Document query) {
        return writing(() -> super.findAndModify(query));
    }

    @Override
    public void addIndex(Index<Integer> index) {
        writing(() -> {
            super.addIndex(index);
            return index;
        });
    }

    @Override
    public void dropIndex(String indexName) {
        writing(() -> {
            super.dropIndex(indexName);
            return indexName;
        });
    }

    @Override
    public void renameTo(MongoDatabase newDatabase, String newCollectionName) {
        writing(() -> {
            super.renameTo(newDatabase, newCollectionName);
            return newCollectionName;
        });
    }

    private <T extends @Nullable Object> T reading(Supplier<T> operation) {
        return holding(lock.readLock(), operation);
    }

    private <T extends @Nullable Object> T writing(Supplier<T> operation) {
        return holding(lock.writeLock(), operation);
    }

    private static <T extends @Nullable Object> T holding(Lock lock, Supplier<T> operation) {
        lock.lock();
        try {
            return operation.get();
        } finally {
            lock.unlock();
        }
    }
}
