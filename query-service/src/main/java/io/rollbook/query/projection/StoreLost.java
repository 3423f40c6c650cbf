package io.rollbook.query.projection;

/** A collection is not what this process folded into: it is gone, swapped or set back. It has to be taken up anew. */
final class StoreLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreLost(String collection) {
        super("what was folded into " + collection + " is not there any more");
    }
}
