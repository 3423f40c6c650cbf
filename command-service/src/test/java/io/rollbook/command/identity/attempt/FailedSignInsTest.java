package io.rollbook.command.identity.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedSignInsTest {

    private static final String ACCOUNT = "account";
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final AttemptSettings SETTINGS =
            new AttemptSettings(Duration.ofMinutes(1), 600, 100, 600, 300, 5, Duration.ofSeconds(1), LONGEST, 10_000);

    private final AtomicLong now = new AtomicLong(1_000_000_000L);
    private final FailedSignIns failures = new FailedSignIns(SETTINGS, now::get);

    @Test
    void theFirstFailuresCostNoWaiting() {
        fail("home", 5);
        assertThat(failures.waiting(ACCOUNT, "home")).isZero();
    }

    @Test
    void everyFurtherFailureDoublesTheWaitingUpToTheLongest() {
        fail("home", 6);
        assertThat(failures.waiting(ACCOUNT, "home")).isEqualTo(Duration.ofSeconds(1));
        fail("home", 1);
        assertThat(failures.waiting(ACCOUNT, "home")).isEqualTo(Duration.ofSeconds(2));
        fail("home", 1000);
        assertThat(failures.waiting(ACCOUNT, "home")).isEqualTo(LONGEST);
    }

    @Test
    void askingAgainDoesNotLengthenTheWaiting() {
        fail("home", 20);
        for (var i = 0; i < 10_000; i++) {
            assertThat(failures.waiting(ACCOUNT, "home")).isPositive();
        }
        after(LONGEST);
        assertThat(failures.waiting(ACCOUNT, "home")).isZero();
    }

    @Test
    void successForgetsTheFailures() {
        fail("home", 20);
        failures.succeeded(ACCOUNT, "home");
        assertThat(failures.waiting(ACCOUNT, "home")).isZero();
        fail("home", 5);
        assertThat(failures.waiting(ACCOUNT, "home")).isZero();
    }

    @Test
    void afterFewFailuresTheOwnerGetsInFromTheirOwnAddressAtOnce() {
        fail("attacker", 10);
        assertThat(failures.waiting(ACCOUNT, "home")).isZero();
    }

    @Test
    void howeverManyAddressesFailTheOwnerGetsInWithinTheLongestDelay() {
        for (var i = 0; i < 2_000; i++) {
            fail("bot" + i, 1);
        }
        assertThat(failures.waiting(ACCOUNT, "home")).isBetween(Duration.ofNanos(1), LONGEST);
        for (var second = 0; second < 30; second++) {
            fail("bot" + second, 1);
            after(Duration.ofSeconds(1));
        }
        assertThat(failures.waiting(ACCOUNT, "home")).isZero();
    }

    @Test
    void otherAccountsAreNotConcerned() {
        fail("home", 50);
        assertThat(failures.waiting("another account", "home")).isZero();
    }

    private void fail(String address, int times) {
        for (var i = 0; i < times; i++) {
            failures.failed(ACCOUNT, address);
        }
    }

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
