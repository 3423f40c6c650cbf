package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EndSession;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.Credential;
import io.rollbook.web.access.VerifiedToken;
import io.rollbook.web.platform.StartRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Begins and ends the sessions of browsers. */
@Component
@EnableConfigurationProperties(SessionSettings.class)
public class Sessions {

    private final IdentityProvider identity;
    private final Callers claims;
    private final KnownSessions known;
    private final CommandSender commands;
    private final SessionSettings settings;

    Sessions(
            IdentityProvider identity,
            Callers claims,
            KnownSessions known,
            CommandSender commands,
            SessionSettings settings,
            ObjectProvider<RemoteAccounts> remoteAccounts) {
        if (settings.idle() != null && remoteAccounts.getIfAvailable() != null) {
            throw new StartRefused("unset ROLLBOOK_SESSION_IDLE: a cookie that Firebase makes cannot be renewed, so set"
                    + " ROLLBOOK_SESSION_LIFE to what is short enough");
        }
        this.identity = identity;
        this.claims = claims;
        this.known = known;
        this.commands = commands;
        this.settings = settings;
    }

    /**
     * A cookie for the owner of this bearer token, which says {@code verified}. The cookie says the same of the signing in,
     * so what ends the one ends the other.
     *
     * @throws Rejection when the token was revoked meanwhile
     */
    public SessionCookie begin(String bearer, VerifiedToken verified, SessionOrigin origin) {
        var cookie = identity.createSession(new SessionRequest(bearer, verified, settings.cookieLife()));
        var caller = claims.find(verified)
                .filter(found -> !found.disabled())
                .orElseThrow(() -> new Rejection(AccessReason.TOKEN_REFUSED));
        var end = Instant.now().plus(settings.life());
        known.keep(caller.id(), verified, end.isBefore(verified.expiresAt()) ? verified.expiresAt() : end, origin);
        return cookie;
    }

    /**
     * Another cookie for the session of this one, once a part of the idle time is over; none is good for longer than the
     * session was begun for.
     */
    public Optional<SessionCookie> renew(Credential cookie) {
        var idle = settings.idle();
        var now = Instant.now();
        var verified = cookie.verified();
        if (idle == null
                || verified.expiresAt().isAfter(now.plus(idle.multipliedBy(3).dividedBy(4)))) {
            return Optional.empty();
        }
        return known.endOf(verified.session())
                .map(end -> Duration.between(now, end))
                .map(rest -> rest.compareTo(idle) < 0 ? rest : idle)
                .filter(life -> now.plus(life).isAfter(verified.expiresAt()))
                .map(life -> identity.createSession(new SessionRequest(cookie.text(), verified, life)));
    }

    /** The caller's own sessions, the latest first. */
    public List<KnownSession> of(Caller caller) {
        return known.of(caller.id());
    }

    /** Signs the caller out, everywhere: no token and no cookie given until now is good any longer. */
    public CommandResult<UserView> end(Caller caller) {
        return commands.send(new SignOutUser(caller.id()), Actor.of(caller));
    }

    /**
     * Ends one of the caller's sessions.
     *
     * @throws Rejection when they have no such session
     */
    public CommandResult<UserView> end(Caller caller, SessionId session) {
        if (of(caller).stream().noneMatch(one -> one.id().equals(session))) {
            throw new Rejection(UserReason.NO_SUCH_SESSION);
        }
        return commands.send(new EndSession(caller.id(), session), Actor.of(caller));
    }
}
