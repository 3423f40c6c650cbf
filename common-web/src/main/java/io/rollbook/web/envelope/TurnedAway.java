package io.rollbook.web.envelope;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators of requests that were answered 503: of each reason once when it begins, and how many there were once
 * none has come for a while. A line for each request would bury what happened.
 */
final class TurnedAway {

    private static final Logger LOG = LoggerFactory.getLogger(TurnedAway.class);
    private static final Duration QUIET_FOR = Duration.ofSeconds(10);

    private final Executor later;
    private final Map<String, Row> rows = new HashMap<>();

    private static final class Row {
        private final long begun = System.nanoTime();
        private long count;
        private long seen;
    }

    TurnedAway() {
        this(CompletableFuture.delayedExecutor(QUIET_FOR.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** One that looks whether it is over whenever {@code later} runs what it is given. */
    TurnedAway(Executor later) {
        this.later = later;
    }

    /** One more request was answered 503. */
    synchronized void count(String reason) {
        var row = rows.get(reason);
        if (row == null) {
            row = new Row();
            rows.put(reason, row);
            LOG.warn("requests are answered 503 from now on: {}", reason);
            later.execute(() -> look(reason));
        }
        row.count++;
    }

    private synchronized void look(String reason) {
        var row = rows.get(reason);
        if (row == null) {
            return;
        }
        if (row.seen != row.count) {
            row.seen = row.count;
            later.execute(() -> look(reason));
            return;
        }
        rows.remove(reason);
        LOG.info(
                "no request was answered 503 for a while; there were {} within {} s: {}",
                row.count,
                Duration.ofNanos(System.nanoTime() - row.begun).toSeconds(),
                reason);
    }
}
