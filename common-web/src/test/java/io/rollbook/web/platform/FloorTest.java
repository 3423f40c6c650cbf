package io.rollbook.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void roundsThatDoNothingTakeAWhileEach() throws InterruptedException {
        var floor = Floor.under("idle");
        var begun = System.nanoTime();

        for (var round = 0; round < 5; round++) {
            floor.round(false);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Floor.SHORTEST.multipliedBy(5));
        assertThat(Floor.idleRounds()).containsEntry("idle", 5L);
    }

    @Test
    void aRoundThatWaitedByItselfWaitsNoLonger() throws InterruptedException {
        var floor = Floor.under("waits by itself");
        var begun = System.nanoTime();
        while (System.nanoTime() - begun < Floor.SHORTEST.toNanos()) {
            LockSupport.parkNanos(Floor.SHORTEST.toNanos());
        }
        Thread.currentThread().interrupt();

        // It would throw if it slept.
        floor.round(false);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void roundsThatDoSomethingFollowAtOnce() throws InterruptedException {
        var floor = Floor.under("busy");
        Thread.currentThread().interrupt();

        floor.round(true);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Floor.idleRounds()).containsEntry("busy", 0L);
    }

    @Test
    void aLoopThatIsInterruptedDoesNotGoRoundWithoutPausing() {
        var floor = Floor.under("interrupted");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> floor.round(false)).isInstanceOf(InterruptedException.class);
    }
}
