package io.rollbook.command.identity.attempt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Makes a client that guesses passwords wait longer and longer. Each account has a delay for each address. Failures from one
 * address do not lengthen the delay of another, so the owner gets in from their own. When many addresses have failed at an
 * account, no address has free failures any longer, and a new one waits before its first attempt. It waits at most the
 * longest delay, and that too ends by itself.
 */
final class FailedSignIns {

    private static final int WARY_FACTOR = 4;

    private final AttemptSettings settings;
    private final Ticker clock;
    private final Cache<String, Waiting> pairs;
    private final Cache<String, Integer> accounts;

    private record Waiting(int failures, long notBefore) {}

    FailedSignIns(AttemptSettings settings, Ticker clock) {
        this.settings = settings;
        this.clock = clock;
        var forgotten = settings.longestDelay().multipliedBy(WARY_FACTOR).plus(settings.window());
        this.pairs = Caffeine.newBuilder()
                .ticker(clock)
                .maximumSize(settings.remembered())
                .expireAfterAccess(forgotten)
                .build();
        this.accounts = Caffeine.newBuilder()
                .ticker(clock)
                .maximumSize(settings.remembered())
                .expireAfterWrite(forgotten)
                .build();
    }

    /**
     * Begins an attempt, which counts as failed until something else is said: those who try many at once learn from the
     * first few only.
     *
     * @return zero when it has begun, otherwise how long to wait; then nothing was counted
     */
    Duration begin(String account, String address) {
        var key = key(account, address);
        // Counted before it is decided, so that many addresses at the same moment do not all find the account unharmed.
        var wariness = wariness(accounts.asMap().merge(account, 1, FailedSignIns::sum) - 1);
        while (true) {
            var now = clock.read();
            var before = pairs.get(key, fresh -> new Waiting(0, now + wariness));
            if (before.notBefore() > now) {
                uncount(account);
                return Duration.ofNanos(before.notBefore() - now);
            }
            var failures = sum(before.failures(), 1);
            var delay = Math.max(delay(failures - settings.freeFailures()), wariness);
            if (pairs.asMap().replace(key, before, new Waiting(failures, now + delay))) {
                return Duration.ZERO;
            }
        }
    }

    /** Takes back an attempt that neither succeeded nor failed; what others have failed meanwhile still costs waiting. */
    void withdraw(String account, String address) {
        uncount(account);
        pairs.asMap().computeIfPresent(key(account, address), (key, before) -> withOneLess(before));
    }

    private Waiting withOneLess(Waiting before) {
        var failures = Math.max(0, before.failures() - 1);
        var shorter = delay(before.failures() - settings.freeFailures()) - delay(failures - settings.freeFailures());
        return new Waiting(failures, before.notBefore() - shorter);
    }

    private void uncount(String account) {
        accounts.asMap().computeIfPresent(account, (key, failures) -> failures > 1 ? failures - 1 : null);
    }

    void succeeded(String account, String address) {
        pairs.invalidate(key(account, address));
        accounts.invalidate(account);
    }

    /** About how many accounts and pairs of account and address are remembered. */
    long remembered() {
        pairs.cleanUp();
        accounts.cleanUp();
        return pairs.estimatedSize() + accounts.estimatedSize();
    }

    private long wariness(int failuresAtAccount) {
        return delay(failuresAtAccount - settings.freeFailures() * WARY_FACTOR);
    }

    // The first beyond what is free waits the first delay, every further one twice as long as the one before.
    private long delay(int beyond) {
        if (beyond <= 0) {
            return 0;
        }
        var longest = settings.longestDelay().toNanos();
        var doublings = Math.min(beyond - 1, 40);
        var first = settings.firstDelay().toNanos();
        return first > longest >> doublings ? longest : first << doublings;
    }

    private static int sum(int failures, int more) {
        return Math.min(failures + more, 1_000_000);
    }

    private static String key(String account, String address) {
        return account + "@" + address;
    }
}
