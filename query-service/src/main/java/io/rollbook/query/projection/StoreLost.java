package io.rollbook.query.projection;

/** The database no longer has the positions it had: its content is gone, and the projection begins again. */
final class StoreLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreLost(String collection) {
        super("the positions of " + collection + " are gone");
    }
}
