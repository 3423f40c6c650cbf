package io.rollbook.command.identity.local;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id with the cost OWASP recommends: 19 MiB of memory, two passes, one lane. As many at a time as there are
 * processors, and a bounded number in the queue behind them: one that finds it full is told to come again, so that a flood
 * neither takes memory without end nor makes everybody wait for minutes. Sign-ins and new passwords have threads and a queue
 * each: a flood of registrations keeps nobody from signing in.
 */
final class PasswordHashes {

    /** The timer of what was computed, for operators: how many passwords, how long each took. */
    static final String METER = "rollbook.password.hashing";

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;

    private static final int WAITING = 200;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Argon2PasswordEncoder argon2;

    private final ThreadPoolExecutor signIns;
    private final ThreadPoolExecutor newPasswords;
    private final Timer timer;

    // Compared with when there is no account, so that an unknown email takes as long as a wrong password.
    private final String nobody;

    PasswordHashes(MeterRegistry meters) {
        this(meters, WAITING, MEMORY_KIBIBYTES);
    }

    /**
     * @param waiting how many of each kind may wait for a processor
     * @param memory what a password costs to compute, in KiB
     */
    PasswordHashes(MeterRegistry meters, int waiting, int memory) {
        argon2 = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, memory, PASSES);
        timer = Timer.builder(METER)
                .description("Computing with passwords, without the wait for a processor")
                .register(meters);
        signIns = threads("sign-in-hash-", waiting);
        newPasswords = threads("new-password-hash-", waiting);
        nobody = hash("nobody has this password");
    }

    // Threads of the operating system's own, which shares the processors out: a virtual thread that computes for so
    // long would keep all requests from theirs.
    private static ThreadPoolExecutor threads(String name, int waiting) {
        var processors = Runtime.getRuntime().availableProcessors();
        var threads = new ThreadPoolExecutor(
                processors,
                processors,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name(name, 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * The hash to keep of a password.
     *
     * @throws Unavailable when too many are waiting already
     */
    String hash(String password) {
        return compute(newPasswords, () -> String.valueOf(argon2.encode(password)));
    }

    /**
     * Whether it is the password of {@code hash}; without one it is not, and that takes as long to say.
     *
     * @throws Unavailable when too many are waiting already
     */
    boolean matches(String password, Optional<String> hash) {
        return compute(signIns, () -> argon2.matches(password, hash.orElse(nobody))) && hash.isPresent();
    }

    private <T> T compute(ThreadPoolExecutor threads, Callable<T> hashing) {
        try {
            return threads.submit(() -> timer.recordCallable(hashing)).get();
        } catch (RejectedExecutionException full) {
            throw new Unavailable("too many passwords are being checked or set at this moment", RETRY_AFTER, full);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the server is stopping", RETRY_AFTER, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password cannot be hashed", e.getCause());
        }
    }
}
