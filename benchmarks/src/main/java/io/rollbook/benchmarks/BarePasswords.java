package io.rollbook.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Checks passwords as Rollbook does and does nothing else, on all processors. */
final class BarePasswords {

    private static final Argon2PasswordEncoder ARGON2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);

    private BarePasswords() {}

    static Slice run(Duration time) {
        var hash = String.valueOf(ARGON2.encode(Roll.PASSWORD));
        var nanos = new ConcurrentLinkedQueue<Long>();
        var begin = System.nanoTime();
        var processors = Runtime.getRuntime().availableProcessors();
        try (var threads = Executors.newFixedThreadPool(processors)) {
            var done = new ArrayList<Future<?>>();
            for (var thread = 0; thread < processors; thread++) {
                Callable<Void> checking = () -> {
                    for (var now = System.nanoTime(); now - begin < time.toNanos(); now = System.nanoTime()) {
                        ARGON2.matches(Roll.PASSWORD, hash);
                        nanos.add(System.nanoTime() - now);
                    }
                    return null;
                };
                done.add(threads.submit(checking));
            }
            done.forEach(Futures::join);
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        return Slice.of(nanos.stream().mapToLong(Long::longValue), seconds, 0, 0);
    }
}
