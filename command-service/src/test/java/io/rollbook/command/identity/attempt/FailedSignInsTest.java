package io.rollbook.command.identity.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedSignInsTest {

    private static final String ACCOUNT = "account";
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final AttemptSettings SETTINGS = new AttemptSettings(
            Duration.ofMinutes(1), 600, 100, 600, 300, 100, 5, Duration.ofSeconds(1), LONGEST, 10_000);

    private final AtomicLong now = new AtomicLong(1_000_000_000L);
    private final FailedSignIns failures = new FailedSignIns(SETTINGS, now::get);

    @Test
    void theFirstFailuresCostNoWaiting() {
        fail("home", 5);
        assertThat(failures.begin(ACCOUNT, "home")).isZero();
    }

    @Test
    void everyFurtherFailureDoublesTheWaitingUpToTheLongest() {
        fail("home", 6);
        assertThat(failures.begin(ACCOUNT, "home")).isEqualTo(Duration.ofSeconds(1));
        fail("home", 1);
        assertThat(failures.begin(ACCOUNT, "home")).isEqualTo(Duration.ofSeconds(2));
        fail("home", 50);
        assertThat(failures.begin(ACCOUNT, "home")).isEqualTo(LONGEST);
    }

    @Test
    void askingAgainDoesNotLengthenTheWaiting() {
        fail("home", 20);
        for (var i = 0; i < 10_000; i++) {
            assertThat(failures.begin(ACCOUNT, "home")).isPositive();
        }
        after(LONGEST);
        assertThat(failures.begin(ACCOUNT, "home")).isZero();
    }

    @Test
    void attemptsThatAreUnderWayCountAlready() {
        var begun = IntStream.range(0, 10_000)
                .filter(i -> failures.begin(ACCOUNT, "home").isZero())
                .count();
        assertThat(begun).isEqualTo(6);
    }

    @Test
    void successForgetsTheFailures() {
        fail("home", 20);
        failures.succeeded(ACCOUNT, "home");
        fail("home", 5);
        assertThat(failures.begin(ACCOUNT, "home")).isZero();
    }

    @Test
    void whatNobodyCouldDecideDoesNotCount() {
        for (var i = 0; i < 100; i++) {
            assertThat(failures.begin(ACCOUNT, "home")).isZero();
            failures.withdraw(ACCOUNT, "home");
        }
        assertThat(failures.begin(ACCOUNT, "another home")).isZero();
    }

    @Test
    void whatNobodyCouldDecideTakesNoWaitingFromWhatFailedMeanwhile() {
        assertThat(failures.begin(ACCOUNT, "home")).isZero();
        fail("home", 9);
        var waiting = failures.begin(ACCOUNT, "home");

        failures.withdraw(ACCOUNT, "home");

        assertThat(failures.begin(ACCOUNT, "home")).isEqualTo(waiting.dividedBy(2));
    }

    @Test
    void manyAddressesAtTheSameMomentGetNoMoreTriesThanOneAfterTheOther() {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = new CyclicBarrier(400);
            var attempts = IntStream.range(0, 400)
                    .mapToObj(i -> callers.submit(() -> {
                        start.await();
                        return failures.begin(ACCOUNT, "address " + i).isZero();
                    }))
                    .toList();

            var begun = attempts.stream().filter(FailedSignInsTest::outcome).count();
            assertThat(begun).isLessThanOrEqualTo(21);
        }
    }

    private static boolean outcome(Future<Boolean> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void afterFewFailuresTheOwnerGetsInFromTheirOwnAddressAtOnce() {
        fail("attacker", 10);
        assertThat(failures.begin(ACCOUNT, "home")).isZero();
    }

    @Test
    void howeverManyAddressesFailTheOwnerGetsInWithinTheLongestDelay() {
        for (var i = 0; i < 2_000; i++) {
            failures.begin(ACCOUNT, "bot" + i);
        }
        assertThat(failures.begin(ACCOUNT, "home")).isBetween(Duration.ofNanos(1), LONGEST);
        for (var second = 0; second < 30; second++) {
            failures.begin(ACCOUNT, "bot" + second);
            after(Duration.ofSeconds(1));
        }
        assertThat(failures.begin(ACCOUNT, "home")).isZero();
    }

    @Test
    void manyAddressesTogetherHaveNoMoreThanAFewFreeFailures() {
        var begun = IntStream.range(0, 10_000)
                .filter(i -> failures.begin(ACCOUNT, "bot" + i % 100).isZero())
                .count();
        assertThat(begun).isLessThan(50);
    }

    @Test
    void otherAccountsAreNotConcerned() {
        fail("home", 50);
        assertThat(failures.begin("another account", "home")).isZero();
    }

    /** So many wrong passwords, each as soon as it may be. */
    private void fail(String address, int times) {
        for (var i = 0; i < times; i++) {
            for (var wait = failures.begin(ACCOUNT, address);
                    wait.isPositive();
                    wait = failures.begin(ACCOUNT, address)) {
                after(wait);
            }
        }
    }

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
