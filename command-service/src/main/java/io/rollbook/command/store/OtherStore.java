package io.rollbook.command.store;

import java.sql.SQLTransientConnectionException;

/** The store that answers now is not the one that was used until now, or lacks what was read from it. */
final class OtherStore extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;

    OtherStore(String reason) {
        super(reason);
    }
}
