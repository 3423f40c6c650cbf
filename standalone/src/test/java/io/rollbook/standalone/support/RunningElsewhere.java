package io.rollbook.standalone.support;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A Rollbook that somebody else has started, for example in containers behind their proxy, and that stays when the tests
 * are over. It was started empty, with {@link #ADMIN_EMAIL} and {@link #ADMIN_PASSWORD} for its first administrator, and has a management port of its own.
 */
public final class RunningElsewhere extends RunningSystem {

    /** The system property that names its origin, {@code http://127.0.0.1:8080} for example. */
    public static final String ORIGIN = "rollbook.elsewhere";

    private final URI origin;

    private RunningElsewhere(URI origin) {
        this.origin = origin;
    }

    static RunningElsewhere named() {
        @Nullable String origin = System.getProperty(ORIGIN);
        if (origin == null) {
            throw new AssertionError("name its origin with -D" + ORIGIN);
        }
        return new RunningElsewhere(URI.create(origin));
    }

    @Override
    public URI commands() {
        return origin;
    }

    @Override
    public URI queries() {
        return origin;
    }

    @Override
    public boolean hasOperatorsEndpoints() {
        return false;
    }

    @Override
    public void close() {
        // It is not ours.
    }
}
