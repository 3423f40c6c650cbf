package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.user.SessionId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndedSessionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SessionId first = SessionId.random();
    private final SessionId second = SessionId.random();

    @Test
    void remembersWhatEnded() {
        var ended = EndedSessions.NONE.with(first, NOON).with(second, NOON.plusSeconds(1));

        assertThat(ended.contains(first)).isTrue();
        assertThat(ended.contains(second)).isTrue();
        assertThat(ended.contains(SessionId.random())).isFalse();
    }

    @Test
    void forgetsItOnceNothingOfItIsGood() {
        var ended = EndedSessions.NONE.with(first, NOON);

        assertThat(ended.with(second, NOON.plus(EndedSessions.REMEMBERED)).contains(first))
                .isTrue();
        assertThat(ended.with(second, NOON.plus(EndedSessions.REMEMBERED).plusSeconds(1))
                        .contains(first))
                .isFalse();
    }

    @Test
    void endsNothingTwice() {
        var ended = EndedSessions.NONE.with(first, NOON);

        assertThat(ended.with(first, NOON.plusSeconds(9))).isEqualTo(ended);
    }
}
