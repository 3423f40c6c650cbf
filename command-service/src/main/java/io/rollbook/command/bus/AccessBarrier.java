package io.rollbook.command.bus;

import io.rollbook.api.consistency.ConsistencyToken;

/** The read side, as far as the write side has to know of it. */
@FunctionalInterface
public interface AccessBarrier {

    /**
     * Waits until the read side has folded what the token names.
     *
     * @return whether it has, in time
     */
    boolean await(ConsistencyToken token);
}
