package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection in memory.
 *
 * <p><b>Concurrency.</b> One reader or writer at a time. A document that is stored is never changed: what is found is handed out
 * as copies, and a writer puts its copy in the place of the old one. Hence a result can be encoded, paged through or aggregated
 * after the lock is released, and shows each document as it was at one moment.
 *
 * <p><b>Indexes.</b> The first field of each index has a {@link Lookup}. It narrows a query for values, several values or the
 * beginning of a text, and serves a sort. Everything else is checked on the candidates. Where lookups alone tell what matches, it
 * is counted and skipped without being looked at. Results are the same as without any index, in the same order.
 */
final class IndexedCollection extends AbstractSynchronizedMongoCollection<Integer> {

    /** Walking a lookup in order pays, instead of sorting the candidates, unless they are fewer than one in so many. */
    private static final int SORTING_COST = 16;
    /** No name of a field that reaches into an array by number, nor a wildcard. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

    private final List<@Nullable Document> documents = new ArrayList<>();
    private final Queue<Integer> emptyPositions = new ArrayDeque<>();
    private final Map<String, Lookup> lookups = new HashMap<>();

    IndexedCollection(
            MongoDatabase database, String collectionName, CollectionOptions options, CursorRegistry cursorRegistry) {
        super(database, collectionName, options, cursorRegistry);
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        var matching = isNaturalDescending(orderBy) ? null : exactly(query);
        var candidates = matching != null || isNaturalDescending(orderBy) ? matching : candidates(query);
        var inOrder = orderBy == null || deriveComparator(orderBy) == null ? null : inOrderOf(orderBy, candidates);
        if (inOrder != null && matching != null) {
            // What is left out need not be looked at.
            return matchDocumentsFromStream(
                    query, inOrder.skip(numberToSkip), 0, limit, batchSize, null, fieldSelector);
        }
        if (inOrder != null) {
            return matchDocumentsFromStream(query, inOrder, numberToSkip, limit, batchSize, null, fieldSelector);
        }
        if (candidates == null) {
            return matchDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
        }
        var found = candidates.stream().mapToObj(this::getDocument);
        return matchDocumentsFromStream(found, query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    /** The positions of all documents that may match, or null if no lookup tells. */
    private @Nullable BitSet candidates(Document query) {
        BitSet candidates = null;
        for (var demand : query.entrySet()) {
            candidates = both(candidates, candidates(demand.getKey(), demand.getValue()));
        }
        return candidates;
    }

    private @Nullable BitSet candidates(String field, @Nullable Object demand) {
        if (field.equals("$and") && demand instanceof Collection<?> parts) {
            BitSet all = null;
            for (var part : parts) {
                all = both(all, part instanceof Document query ? candidates(query) : null);
            }
            return all;
        }
        if (field.equals("$or") && demand instanceof Collection<?> alternatives) {
            return either(alternatives);
        }
        var lookup = lookups.get(field);
        return lookup == null ? null : lookup.candidates(demand);
    }

    private static @Nullable BitSet both(@Nullable BitSet some, @Nullable BitSet others) {
        if (some != null && others != null) {
            some.and(others);
        }
        return some == null ? others : some;
    }

    private @Nullable BitSet either(Collection<?> alternatives) {
        var either = new BitSet();
        for (var alternative : alternatives) {
            var candidates = alternative instanceof Document query ? candidates(query) : null;
            if (candidates == null) {
                return null;
            }
            either.or(candidates);
        }
        return either;
    }

    /** The candidates in the order of a sort, or null if sorting them is cheaper or there is no such order. */
    private @Nullable Stream<Document> inOrderOf(Document orderBy, @Nullable BitSet candidates) {
        if (candidates != null && candidates.cardinality() < documents.size() / SORTING_COST) {
            return null;
        }
        var first = orderBy.entrySet().iterator().next();
        var lookup = lookups.get(first.getKey());
        var inOrder = lookup == null ? null : lookup.inOrder(((Number) first.getValue()).intValue() > 0);
        // Those that are alike in the first field are sorted by the others.
        return inOrder == null
                ? null
                : inOrder.flatMap(alike -> {
                    var wanted = alike.stream()
                            .filter(position -> candidates == null || candidates.get(position))
                            .map(this::getDocument);
                    return alike.size() == 1 ? wanted : wanted.sorted(deriveComparator(orderBy));
                });
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        var all = isNaturalDescending(orderBy) ? documents.reversed() : documents;
        var stored = all.stream().flatMap(Stream::ofNullable);
        return matchDocumentsFromStream(stored, query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    /** Copies, each made when it is looked at: a writer of the library changes the top level of what it found. */
    @Override
    protected QueryResult createQueryResult(List<Document> matchedDocuments, int batchSize) {
        return super.createQueryResult(
                new AbstractList<>() {
                    @Override
                    public Document get(int index) {
                        return matchedDocuments.get(index).clone();
                    }

                    @Override
                    public int size() {
                        return matchedDocuments.size();
                    }
                },
                batchSize);
    }

    /** For pipelines, whose stages write into sub-documents too. */
    @Override
    public Stream<Document> queryAllAsStream() {
        return super.queryAllAsStream().map(Document::cloneDeeply);
    }

    @Override
    protected Document getDocument(Integer position) {
        return Objects.requireNonNull(documents.get(position), "A lookup names an empty position");
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
        var position = emptyPositions.isEmpty() ? documents.size() : emptyPositions.remove();
        if (position == documents.size()) {
            documents.add(document);
        } else {
            documents.set(position, document);
        }
        lookups.values().forEach(lookup -> lookup.add(document, position));
        return position;
    }

    @Override
    protected void handleUpdate(Integer position, Document oldDocument, Document newDocument) {
        documents.set(position, newDocument);
        lookups.values().forEach(lookup -> lookup.replace(oldDocument, newDocument, position));
    }

    @Override
    protected void removeDocument(Integer position) {
        var document = getDocument(position);
        lookups.values().forEach(lookup -> lookup.remove(document, position));
        documents.set(position, null);
        emptyPositions.add(position);
    }

    @Override
    protected @Nullable Integer findDocumentPosition(Document document) {
        var position = documents.indexOf(document);
        return position < 0 ? null : position;
    }

    @Override
    protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
        return IntStream.range(0, documents.size())
                .filter(position -> documents.get(position) != null)
                .mapToObj(position -> new DocumentWithPosition<>(getDocument(position), position));
    }

    @Override
    public synchronized void addIndex(Index<Integer> index) {
        super.addIndex(index);
        var field = index.getKeys().getFirst().getKey();
        if (NAME.matcher(field).matches() && !lookups.containsKey(field)) {
            var lookup = new Lookup(field);
            streamAllDocumentsWithPosition().forEach(stored -> lookup.add(stored.getDocument(), stored.getPosition()));
            lookups.put(field, lookup);
        }
    }

    @Override
    public synchronized void dropIndex(String indexName) {
        super.dropIndex(indexName);
    }

    @Override
    public synchronized int count() {
        return documents.size() - emptyPositions.size();
    }

    @Override
    public synchronized int count(@Nullable Document query, int skip, int limit) {
        var matching = query == null || skip > 0 || limit > 0 ? null : exactly(query);
        return matching == null ? super.count(query, skip, limit) : matching.cardinality();
    }

    /** The positions of all that match and of no others, where the lookups alone can tell; null where they cannot. */
    private @Nullable BitSet exactly(Document query) {
        BitSet matching = null;
        var excluded = new BitSet();
        for (var demand : demands(query)) {
            var lookup = lookups.get(demand.getKey());
            var unwanted = demand.getValue() instanceof Document operators
                            && operators.size() == 1
                            && operators.containsKey("$ne")
                    ? operators
                    : null;
            var found =
                    lookup == null ? null : lookup.exactly(unwanted == null ? demand.getValue() : unwanted.get("$ne"));
            if (found == null) {
                return null;
            }
            if (unwanted == null) {
                matching = both(matching, found);
            } else {
                excluded.or(found);
            }
        }
        if (matching == null) {
            matching = new BitSet();
            matching.set(0, documents.size());
            emptyPositions.forEach(matching::clear);
        }
        matching.andNot(excluded);
        return matching;
    }

    private static List<Map.Entry<String, @Nullable Object>> demands(Document query) {
        var demands = new ArrayList<Map.Entry<String, @Nullable Object>>();
        query.entrySet().forEach(demand -> {
            if (demand.getKey().equals("$and") && demand.getValue() instanceof Collection<?> parts) {
                parts.forEach(part -> demands.addAll(demands((Document) part)));
            } else if (!demand.getKey().equals("$comment")) {
                demands.add(demand);
            }
        });
        return demands;
    }

    /** Nothing reads the size of the data, and the library would encode each document again to measure it. */
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
}
