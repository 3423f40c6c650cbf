package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.index.MemoryUniqueIndex;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** A unique index. The library decides what is unique; the order serves the queries. */
final class OrderedUniqueIndex extends MemoryUniqueIndex implements OrderedIndex {

    private final KeyedPositions positions;

    OrderedUniqueIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.positions = new KeyedPositions(keys);
    }

    @Override
    public KeyedPositions positions() {
        return positions;
    }

    @Override
    public synchronized void add(Document document, Integer position, MongoCollection<Integer> collection) {
        super.add(document, position, collection);
        positions.add(document, position);
    }

    @Override
    public void forget(Document document, int position) {
        remove(document);
        positions.remove(document, position);
    }

    @Override
    public synchronized void checkUpdate(
            Document oldDocument, Document newDocument, MongoCollection<Integer> collection) {
        if (!positions.samePlace(oldDocument, newDocument)) {
            super.checkUpdate(oldDocument, newDocument, collection);
        }
    }

    @Override
    public void updateInPlace(
            Document oldDocument, Document newDocument, Integer position, MongoCollection<Integer> collection) {
        if (!positions.samePlace(oldDocument, newDocument)) {
            super.updateInPlace(oldDocument, newDocument, position, collection);
            positions.remove(oldDocument, position);
            positions.add(newDocument, position);
        }
    }
}
