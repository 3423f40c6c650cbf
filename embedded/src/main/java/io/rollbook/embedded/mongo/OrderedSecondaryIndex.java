package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index that is not unique. It holds every document even if it is declared sparse, so that it can serve every query
 * and every sort.
 */
final class OrderedSecondaryIndex extends Index<Integer> implements OrderedIndex {

    private final KeyedPositions positions;

    OrderedSecondaryIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.positions = new KeyedPositions(keys);
    }

    @Override
    public KeyedPositions positions() {
        return positions;
    }

    /** Null: the document's values do not tell which of several it is. */
    @Override
    public @Nullable Integer getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Integer> collection) {
        // Nothing is refused.
    }

    @Override
    public void add(Document document, Integer position, MongoCollection<Integer> collection) {
        positions.add(document, position);
    }

    @Override
    public Integer remove(Document document) {
        throw new UnsupportedOperationException("Only forget knows which of several documents is meant");
    }

    @Override
    public void forget(Document document, int position) {
        positions.remove(document, position);
    }

    /** False: {@link IndexedCollection} plans queries by itself. */
    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Integer> getPositions(Document query) {
        throw new UnsupportedOperationException("The collection plans queries by itself");
    }

    @Override
    public long getCount() {
        return positions.size();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Integer> collection) {
        // Nothing is refused.
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Integer position, MongoCollection<Integer> collection) {
        if (!positions.samePlace(oldDocument, newDocument)) {
            positions.remove(oldDocument, position);
            positions.add(newDocument, position);
        }
    }

    @Override
    public void drop() {
        // It goes with its last reference.
    }
}
