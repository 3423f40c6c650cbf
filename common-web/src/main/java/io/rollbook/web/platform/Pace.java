package io.rollbook.web.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps rounds of work apart that would otherwise follow each other at once, each for next to nothing: whatever comes within
 * that time shares a round. After a pause the first is at once, so who comes alone does not wait.
 */
public final class Pace {

    private final long apart;
    private final LongSupplier nanos;
    private volatile long last;

    /** Rounds that begin so far apart at least. */
    public Pace(Duration apart) {
        this(apart, System::nanoTime);
    }

    Pace(Duration apart, LongSupplier nanos) {
        this.apart = apart.toNanos();
        this.nanos = nanos;
        this.last = nanos.getAsLong() - this.apart;
    }

    /** A round that the next shall be kept apart from has begun. */
    public void begun() {
        last = nanos.getAsLong();
    }

    /** How long the next round has to wait, in nanoseconds; none or less when it need not. */
    long left() {
        return last + apart - nanos.getAsLong();
    }

    /**
     * Waits until the next round may begin.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public void await() throws InterruptedException {
        var left = left();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
