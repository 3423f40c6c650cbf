package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;

/** An index of a collection that can be walked in the order of its keys. */
interface OrderedIndex {

    /** The order. */
    KeyedPositions positions();

    /** Forgets a document, which is at the given position. */
    void forget(Document document, int position);
}
