package io.rollbook.command.identity.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbook.web.envelope.Unavailable;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordHashesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PasswordHashes hashes = new PasswordHashes(meters);

    @Test
    void areArgon2idAtTheRecommendedCost() {
        assertThat(hashes.hash("correct horse")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void differForTheSamePassword() {
        assertThat(hashes.hash("correct horse")).isNotEqualTo(hashes.hash("correct horse"));
    }

    @Test
    void matchTheirPasswordOnly() {
        var hash = Optional.of(hashes.hash("correct horse"));

        assertThat(hashes.matches("correct horse", hash)).isTrue();
        assertThat(hashes.matches("Correct horse", hash)).isFalse();
        assertThat(hashes.matches("", hash)).isFalse();
    }

    @Test
    void nobodysPasswordIsAsMuchWorkAsSomebodys() {
        var before = computed();

        hashes.matches("anything", Optional.empty());

        assertThat(computed() - before).isEqualTo(1);
    }

    @Test
    void aFloodIsTurnedAwayAndLeavesTheQueueAsItWas() {
        var few = new PasswordHashes(meters, 10, 19 * 1024);
        var before = computed();
        var refused = new AtomicInteger();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 500; i++) {
                callers.submit(() -> {
                    try {
                        few.matches("anything", Optional.empty());
                    } catch (Unavailable tooMany) {
                        refused.incrementAndGet();
                    }
                });
            }
        }

        assertThat(refused.get()).isPositive();
        assertThat(computed()).isEqualTo(before + 500 - refused.get());
        assertThat(few.matches("anything", Optional.empty())).isFalse();
    }

    @Test
    void aFloodOfNewPasswordsTurnsNoSignInAway() throws InterruptedException {
        var few = new PasswordHashes(meters, 1, 64);
        var refused = new AtomicInteger();
        var flooded = new CountDownLatch(1);
        var stop = new AtomicBoolean();
        try (var registering = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 50; i++) {
                registering.submit(() -> {
                    while (!stop.get()) {
                        try {
                            few.hash("a new password");
                        } catch (Unavailable full) {
                            refused.incrementAndGet();
                            flooded.countDown();
                        }
                    }
                });
            }
            assertThat(flooded.await(30, TimeUnit.SECONDS)).isTrue();
            for (var i = 0; i < 20; i++) {
                assertThat(few.matches("anything", Optional.empty())).isFalse();
            }
            stop.set(true);
        }

        assertThat(refused.get()).isPositive();
    }

    @Test
    void nobodysPasswordMatchesNothing() {
        assertThat(hashes.matches("nobody has this password", Optional.empty())).isFalse();
    }

    private long computed() {
        return meters.timer(PasswordHashes.METER).count();
    }
}
