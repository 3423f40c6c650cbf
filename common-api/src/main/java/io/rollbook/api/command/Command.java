package io.rollbook.api.command;

import io.rollbook.api.error.Reason;

/** A wish about one aggregate. Every implementation is a record under the sealed root of its feature. */
public interface Command {

    /** The identifier of the aggregate it is for, a value whose text is the stored aggregate identifier. */
    Object id();

    /** Why it is refused when there is no such aggregate. */
    Reason notFound();

    /**
     * Whether it changes who may do what. The answer then waits, within limits, until the read side has folded it: from then
     * on neither side goes by what was before.
     */
    default boolean changesAccess() {
        return false;
    }
}
