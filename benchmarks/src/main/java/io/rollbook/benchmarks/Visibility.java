package io.rollbook.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * From a command's answer until a read that brings its consistency token has answered with it: what somebody waits who reads
 * what they have just written, the read's own time included.
 */
final class Visibility {

    private static final int OK = 200;

    private final Roll roll;

    Visibility(Roll roll) {
        this.roll = roll;
    }

    /** At so many commands a second, evenly, for so long. The rate is that of the commands that were read back. */
    Slice run(int perSecond, Duration time) {
        var api = roll.api();
        var nanos = new ConcurrentLinkedQueue<Long>();
        var errors = new AtomicLong();
        var begin = System.nanoTime();
        var pause = 1_000_000_000L / perSecond;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (var next = begin; next < begin + time.toNanos(); next += pause) {
                LockSupport.parkNanos(next - System.nanoTime());
                var number = done.size();
                done.add(threads.submit(() -> writeAndRead(api, number, nanos, errors)));
            }
            done.forEach(Futures::join);
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        return Slice.of(nanos.stream().mapToLong(Long::longValue), seconds, errors.get(), 0);
    }

    private void writeAndRead(Api api, int number, ConcurrentLinkedQueue<Long> nanos, AtomicLong errors) {
        var path = "/api/users/" + roll.users().get(number % roll.users().size());
        var name = "Seen " + number;
        var written = api.send("PUT", path, "{\"name\":\"%s\"}".formatted(name), "");
        var begin = System.nanoTime();
        var token = written.headers().firstValue("X-Consistency-Token").orElse("");
        var read = api.send("GET", path, "", token);
        if (written.statusCode() == OK
                && read.statusCode() == OK
                && read.headers()
                        .firstValue("X-Consistency")
                        .filter("stale"::equals)
                        .isEmpty()) {
            nanos.add(System.nanoTime() - begin);
        } else {
            errors.incrementAndGet();
        }
    }
}
