package io.rollbook.command.platform;

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
public record Recorded<V>(V view, ConsistencyToken token, boolean changed, boolean stale) {

    /** What a command leaves behind that nobody on the read side is waited for. */
    public Recorded(V view, ConsistencyToken token, boolean changed) {
        this(view, token, changed, false);
    }

    Recorded<V> asStale() {
        return new Recorded<>(view, token, changed, true);
    }
}
