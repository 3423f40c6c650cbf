package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleSessionTest {

    private static final Duration LIFE = Duration.ofHours(12);

    @Test
    void withoutAnIdleTimeACookieIsGoodForTheWholeSession() {
        assertThat(new SessionSettings(LIFE, null).cookieLife()).isEqualTo(LIFE);
    }

    @Test
    void withAnIdleTimeACookieIsGoodForThatLong() {
        assertThat(new SessionSettings(LIFE, Duration.ofMinutes(20)).cookieLife())
                .isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void refusesAnIdleTimeThatIsTooShortOrLongerThanTheSession() {
        for (var idle : new Duration[] {Duration.ofSeconds(59), LIFE.plusSeconds(1)}) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> new SessionSettings(LIFE, idle))
                    .withMessageContaining("ROLLBOOK_SESSION_IDLE");
        }
    }
}
