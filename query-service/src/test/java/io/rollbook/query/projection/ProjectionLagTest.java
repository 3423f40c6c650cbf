package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.query.projection.ProjectionLag.FoldingPace;
import io.rollbook.query.projection.ProjectionLag.Lag;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProjectionLagTest {

    private static final LagSettings SETTINGS =
            new LagSettings(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(60));

    private final ProjectionLag projection = new ProjectionLag(SETTINGS);
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void isIdleHoweverLongThereIsNothingToFold() {
        look(7, 7);
        later(3600);

        assertThat(look(7, 7)).isEqualTo(new Lag(FoldingPace.IDLE, 0, Duration.ZERO));
    }

    @Test
    void isFoldingFromTheMomentSomethingCameAfterALongRest() {
        look(7, 7);
        later(3600);

        assertThat(look(8, 7)).isEqualTo(new Lag(FoldingPace.FOLDING, 1, Duration.ZERO));
    }

    @Test
    void isStuckWhenItStandsStillForTooLong() {
        look(8, 7);
        later(15);
        assertThat(look(9, 7).pace()).isEqualTo(FoldingPace.FOLDING);
        later(1);

        assertThat(look(9, 7)).isEqualTo(new Lag(FoldingPace.STUCK, 2, Duration.ofSeconds(16)));
    }

    @Test
    void isStuckWhenOnePartitionIsThoughAnotherMoves() {
        for (var step = 0; step <= 16; step++) {
            look(Map.of(0, 100L, 1, 5L), Map.of(0, (long) step, 1, 4L), true, false);
            later(1);
        }

        var lag = look(Map.of(0, 100L, 1, 5L), Map.of(0, 50L, 1, 4L), true, false);

        assertThat(lag.pace()).isEqualTo(FoldingPace.STUCK);
        assertThat(lag.events()).isEqualTo(51);
    }

    @Test
    void isTooSlowWhenItMovesButAnEventWaitsLongerThanTheLimit() {
        var next = 0;
        look(1000, next);
        for (var second = 0; second < 60; second++) {
            later(1);
            assertThat(look(1000, ++next).pace()).isEqualTo(FoldingPace.FOLDING);
        }
        later(1);

        assertThat(look(1000, ++next)).isEqualTo(new Lag(FoldingPace.TOO_SLOW, 939, Duration.ofSeconds(61)));
    }

    @Test
    void whatWaitsIsTheOldestEventNotTheTimeSinceItWasLastIdle() {
        look(10, 0);
        later(10);
        look(20, 5);
        later(10);

        assertThat(look(30, 10).waiting()).isEqualTo(Duration.ofSeconds(10));
        assertThat(look(30, 20).waiting()).isZero();
        assertThat(look(30, 30).waiting()).isZero();
    }

    @Test
    void isFillingWithoutALimitWhileItMovesAndStuckWhenItDoesNot() {
        look(Map.of(0, 1000L), Map.of(0, 0L), false, false);
        for (var second = 1; second <= 100; second++) {
            later(1);
            assertThat(look(Map.of(0, 1000L), Map.of(0, (long) second), false, false)
                            .pace())
                    .isEqualTo(FoldingPace.FILLING);
        }
        later(16);

        assertThat(look(Map.of(0, 1000L), Map.of(0, 100L), false, false).pace()).isEqualTo(FoldingPace.STUCK);
    }

    @Test
    void whatWasNotSeenDoesNotCountAsStandingStill() {
        look(8, 7);
        later(100);

        assertThat(look(Map.of(0, 8L), Map.of(0, 7L), true, true).pace()).isEqualTo(FoldingPace.TOO_SLOW);
        later(16);
        assertThat(look(8, 7).pace()).isEqualTo(FoldingPace.STUCK);
    }

    @Test
    void anEventWaitsFromNowOnWhenItIsFoldedAnew() {
        look(8, 7);
        later(1);
        look(8, 8);
        later(3600);

        assertThat(look(8, 0)).isEqualTo(new Lag(FoldingPace.FOLDING, 8, Duration.ZERO));
    }

    @Test
    void aPartitionThatIsNotBegunIsBehindWithAllItHas() {
        assertThat(look(Map.of(0, 3L, 1, 0L), Map.of(), true, false).events()).isEqualTo(3);
    }

    @Test
    void standingStillForLongStaysStuckAndSmall() {
        for (var second = 0; second < 5000; second++) {
            look(second, 0);
            later(1);
        }

        assertThat(look(5000, 0)).isEqualTo(new Lag(FoldingPace.STUCK, 5000, Duration.ofSeconds(4999)));
    }

    private Lag look(long end, long next) {
        return look(Map.of(0, end), Map.of(0, next), true, false);
    }

    private Lag look(Map<Integer, Long> ends, Map<Integer, Long> next, boolean filled, boolean afresh) {
        return projection.look(ends, next, filled, now, afresh);
    }

    private void later(long seconds) {
        now = now.plusSeconds(seconds);
    }
}
