package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.VerifiedToken;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Begins and ends the sessions of browsers. */
@Component
@EnableConfigurationProperties(SessionSettings.class)
public class Sessions {

    private final IdentityProvider identity;
    private final Callers claims;
    private final CommandSender commands;
    private final SessionSettings settings;

    Sessions(IdentityProvider identity, Callers claims, CommandSender commands, SessionSettings settings) {
        this.identity = identity;
        this.claims = claims;
        this.commands = commands;
        this.settings = settings;
    }

    /**
     * A cookie for the owner of this bearer token, which says {@code verified}. The cookie says the same of the signing in,
     * so what ends the one ends the other.
     *
     * @throws Rejection when the token was revoked meanwhile
     */
    public SessionCookie begin(String bearer, VerifiedToken verified) {
        var cookie = identity.createSession(new SessionRequest(bearer, verified, settings.life()));
        if (claims.find(verified).filter(caller -> !caller.disabled()).isEmpty()) {
            throw new Rejection(AccessReason.TOKEN_REFUSED);
        }
        return cookie;
    }

    /** Signs the caller out, everywhere: no token and no cookie given until now is good any longer. */
    public CommandResult<UserView> end(Caller caller) {
        return commands.send(new SignOutUser(caller.id()), Actor.of(caller));
    }
}
