package io.rollbook.command.bus;

import io.rollbook.api.consistency.ConsistencyToken;

/**
 * What a command leaves behind.
 *
 * @param view the aggregate as it is now, or as it was when it was deleted
 * @param token the aggregate and its version
 * @param changed whether anything was appended
 * @param stale whether the read side was waited for in vain
 * @param <V> the aggregate's view
 */
public record CommandResult<V>(V view, ConsistencyToken token, boolean changed, boolean stale) {

    /** The result of a command after which the read side is not waited for, or has followed. */
    public CommandResult(V view, ConsistencyToken token, boolean changed) {
        this(view, token, changed, false);
    }

    CommandResult<V> asStale() {
        return new CommandResult<>(view, token, changed, true);
    }
}
