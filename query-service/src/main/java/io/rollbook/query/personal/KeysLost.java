package io.rollbook.query.personal;

/** The database no longer has all the keys and erasures that were stored there: they are read from the topics again. */
public final class KeysLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysLost() {
        super("the keys of persons are lost and are read again");
    }
}
