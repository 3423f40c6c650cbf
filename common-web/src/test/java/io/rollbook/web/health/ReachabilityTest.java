package io.rollbook.web.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aServerThatAnswersIsNotMissing() {
        assertThat(new Reachability("Kafka", () -> {}, LONG).missing()).isEmpty();
    }

    @Test
    void oneThatDoesNotIsNamedAndNothingElseIsSaidOfIt() {
        var reachability = new Reachability(
                "Kafka",
                () -> {
                    throw new IllegalStateException("kafka://user:secret@10.0.0.1");
                },
                LONG);

        assertThat(reachability.missing()).hasValue("Kafka cannot be reached");
    }

    @Test
    void manyQuestionsAreOneAttempt() {
        var attempts = new AtomicInteger();
        var reachability = new Reachability("Kafka", attempts::incrementAndGet, LONG);

        for (var i = 0; i < 100; i++) {
            reachability.missing();
        }

        assertThat(attempts).hasValue(1);
    }

    @Test
    void oneThatHasNeverAnsweredIsMissingUntilItDoes() {
        var answers = new CountDownLatch(1);
        var attempts = new AtomicInteger();
        var reachability = new Reachability(
                "Kafka",
                () -> {
                    attempts.incrementAndGet();
                    answers.await();
                },
                SHORT);

        assertThat(reachability.missing()).as("no answer in time").isPresent();
        assertThat(reachability.missing()).as("nor later").isPresent();
        assertThat(attempts).as("still the first attempt").hasValue(1);

        answers.countDown();
        await().untilAsserted(() -> assertThat(reachability.missing()).isEmpty());
    }

    @Test
    void oneThatWasThereAMomentAgoMayBeSlowForAWhileOnly() {
        var first = new AtomicInteger();
        var never = new CountDownLatch(1);
        var reachability = new Reachability(
                "Kafka",
                () -> {
                    if (first.getAndIncrement() > 0) {
                        never.await();
                    }
                },
                SHORT);
        assertThat(reachability.missing()).isEmpty();

        await().until(() -> {
            assertThat(reachability.missing()).isEmpty();
            return first.get() > 1;
        });
        await().untilAsserted(() -> assertThat(reachability.missing()).isPresent());
    }
}
