package io.rollbook.command.identity.attempt;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** So many attempts in a time, for each key on its own. */
final class Quota {

    private final String name;
    private final int attempts;
    private final Duration window;
    private final LoadingCache<String, Bucket> buckets;

    /**
     * @param name what is counted by, as the {@code RateLimit} header names it
     * @param remembered of how many keys at most; one that is forgotten begins anew
     */
    Quota(String name, int attempts, Duration window, int remembered, TimeMeter clock) {
        this.name = name;
        this.attempts = attempts;
        this.window = window;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterAccess(window.multipliedBy(2))
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(attempts).refillGreedy(attempts, window))
                        .withCustomTimePrecision(clock)
                        .build());
    }

    /** Takes one attempt, if there is one left. */
    Standing take(String key) {
        var probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
        return new Standing(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForReset()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Gives one attempt back that has turned out not to count. */
    void giveBack(String key) {
        buckets.get(key).addTokens(1);
    }

    /** About how many keys are remembered. */
    long remembered() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** The policy as an item of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers). */
    String policy() {
        return "\"" + name + "\";q=" + attempts + ";w=" + Math.max(1, window.toSeconds());
    }

    /** The standing as an item of {@code RateLimit}. */
    String item(Standing standing) {
        return "\"" + name + "\";r=" + standing.remaining() + ";t="
                + standing.untilFull().toSeconds();
    }

    /**
     * Where a key stands.
     *
     * @param taken whether there was an attempt left
     * @param retryAfter when the next one is there, if none was
     */
    record Standing(boolean taken, long remaining, Duration untilFull, Duration retryAfter) {}
}
