package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.SessionId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RevocationTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.700Z");
    private static final Revocation AT_FIVE = new Revocation(5, NOON);

    @Test
    void nothingIsRefusedBeforeAnythingIsRevoked() {
        assertThat(Revocation.NONE.refuses(seen(0))).isFalse();
        assertThat(Revocation.NONE.refuses(issued(NOON))).isFalse();
    }

    @Test
    void whatWasGivenForAnEarlierVersionIsRefusedWhateverItsTime() {
        assertThat(AT_FIVE.refuses(seen(4))).isTrue();
        assertThat(AT_FIVE.refuses(seen(5))).isFalse();
        assertThat(AT_FIVE.refuses(seen(6))).isFalse();
    }

    @Test
    void withoutAVersionTheSecondCounts() {
        assertThat(AT_FIVE.refuses(issued(NOON.minusSeconds(1)))).isTrue();
        assertThat(AT_FIVE.refuses(issued(NOON))).isTrue();
        assertThat(AT_FIVE.refuses(issued(NOON.plusMillis(200)))).isTrue();
        assertThat(AT_FIVE.refuses(issued(NOON.plusSeconds(1)))).isFalse();
    }

    private static VerifiedToken seen(long version) {
        return new VerifiedToken("uid", new ConsistencyToken("user-1", version), NOON, SessionId.random(), Instant.MAX);
    }

    private static VerifiedToken issued(Instant time) {
        return new VerifiedToken("uid", null, time, SessionId.random(), Instant.MAX);
    }
}
