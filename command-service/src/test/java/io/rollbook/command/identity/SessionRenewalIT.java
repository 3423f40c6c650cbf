package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserId;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.web.access.Credential;
import io.rollbook.web.access.Credential.Kind;
import io.rollbook.web.access.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;

/** With an idle time a cookie is renewed in time, and never beyond the session. */
class SessionRenewalIT extends WithWriteSide {

    private static final UserId USER = new UserId(2_000_000_001);
    private static final Duration LIFE = Duration.ofHours(12);
    private static final Duration IDLE = Duration.ofMinutes(20);

    @Autowired
    private IdentityProvider identity;

    @Autowired
    private Callers callers;

    @Autowired
    private KnownSessions known;

    @Autowired
    private CommandSender commands;

    @Autowired
    private ObjectProvider<RemoteAccounts> remoteAccounts;

    private final SessionId session = SessionId.random();
    private final Instant now = Instant.now();

    @Test
    void aCookieThatIsFreshStays() {
        endsIn(LIFE);

        assertThat(renewed(IDLE.minusMinutes(1))).isEmpty();
    }

    @Test
    void aCookieOfWhichAQuarterIsOverGetsASuccessorOfTheSameSession() {
        endsIn(LIFE);

        var cookie = renewed(IDLE.minusMinutes(6)).orElseThrow();

        assertThat(cookie.expiresAt()).isCloseTo(now.plus(IDLE), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void noCookieOutlivesTheSession() {
        endsIn(Duration.ofMinutes(10));

        assertThat(renewed(Duration.ofMinutes(2)).orElseThrow().expiresAt())
                .isCloseTo(now.plus(Duration.ofMinutes(10)), within(1, ChronoUnit.MINUTES));
        assertThat(renewed(Duration.ofMinutes(11))).isEmpty();
    }

    @Test
    void aSessionThatWasNotBegunHereIsNotRenewed() {
        assertThat(renewed(Duration.ofMinutes(2))).isEmpty();
    }

    private void endsIn(Duration life) {
        known.keep(USER, token(now.plus(life)), now.plus(life), new SessionOrigin(null, null));
    }

    private Optional<SessionCookie> renewed(Duration rest) {
        var sessions =
                new Sessions(identity, callers, known, commands, new SessionSettings(LIFE, IDLE), remoteAccounts);
        return sessions.renew(new Credential(Kind.COOKIE, "as it came", token(now.plus(rest))));
    }

    private VerifiedToken token(Instant expiresAt) {
        return new VerifiedToken("uid", new ConsistencyToken(USER.toString(), 0), now, session, expiresAt);
    }
}
