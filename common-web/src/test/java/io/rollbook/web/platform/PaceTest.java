package io.rollbook.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong clock = new AtomicLong(7);
    private final Pace pace = new Pace(Duration.ofNanos(100), clock::get);

    @Test
    void theFirstRoundIsAtOnce() {
        assertThat(pace.left()).isZero();
    }

    @Test
    void theNextIsKeptApartFromTheOneBefore() {
        pace.begun();
        clock.addAndGet(30);

        assertThat(pace.left()).isEqualTo(70);
    }

    @Test
    void afterAPauseItIsAtOnceAgain() {
        pace.begun();
        clock.addAndGet(1000);

        assertThat(pace.left()).isNegative();
    }
}
