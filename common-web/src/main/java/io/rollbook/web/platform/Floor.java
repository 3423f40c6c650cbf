package io.rollbook.web.platform;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * The floor under a loop that waits for something: a round that did nothing takes a while, whatever became of the waiting
 * within it. So a loop cannot occupy a core when a wait is for nothing, is refused or is set to zero. A round that did
 * something is followed by the next at once.
 *
 * <p>Used by one thread; every loop that waits for a server, a thread or a moment has one.
 */
public final class Floor {

    /** The least that a round takes in which nothing is done. */
    public static final Duration SHORTEST = Duration.ofMillis(10);

    private static final Map<String, LongAdder> ROUNDS = new ConcurrentHashMap<>();

    private final LongAdder rounds;
    private long begun = System.nanoTime();

    private Floor(LongAdder rounds) {
        this.rounds = rounds;
    }

    /** The floor under the loop of that name, whose first round begins now. Loops of one name are counted together. */
    public static Floor under(String loop) {
        return new Floor(ROUNDS.computeIfAbsent(loop, any -> new LongAdder()));
    }

    /**
     * Ends a round and begins the next, after a pause where the round was too short.
     *
     * @param worked whether it did something, and so may be followed at once
     * @throws InterruptedException when the thread is interrupted: a loop that went on would pause no more
     */
    public void round(boolean worked) throws InterruptedException {
        if (!worked) {
            rounds.increment();
            var left = SHORTEST.toNanos() - (System.nanoTime() - begun);
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        }
        begun = System.nanoTime();
    }

    /** By loop, how many rounds did nothing since the process began; of every loop that has begun. */
    public static Map<String, Long> idleRounds() {
        return ROUNDS.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, loop -> loop.getValue().sum()));
    }
}
