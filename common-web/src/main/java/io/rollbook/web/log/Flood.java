package io.rollbook.web.log;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Bounds how many lines of a kind are written in a time, and counts those that are left out. */
final class Flood {

    private final int most;
    private final long window;
    private final LongSupplier nanoTime;
    private long begun;
    private int written;
    private long leftOut;

    /**
     * @param most how many lines are written in a window
     * @param nanoTime as {@link System#nanoTime}
     */
    Flood(int most, Duration window, LongSupplier nanoTime) {
        this.most = most;
        this.window = window.toNanos();
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** How many lines were left out before this one, or -1 when this one is left out too. */
    synchronized long admit() {
        var now = nanoTime.getAsLong();
        if (now - begun >= window) {
            begun = now;
            written = 0;
        }
        if (written == most) {
            leftOut++;
            return -1;
        }
        written++;
        var before = leftOut;
        leftOut = 0;
        return before;
    }
}
