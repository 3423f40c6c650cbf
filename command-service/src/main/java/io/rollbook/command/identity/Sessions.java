package io.rollbook.command.identity;

import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserView;
import io.rollbook.command.platform.Actor;
import io.rollbook.command.platform.CommandSender;
import io.rollbook.command.platform.Recorded;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.VerifiedToken;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Begins and ends the sessions of browsers. */
@Component
@EnableConfigurationProperties(SessionSettings.class)
public class Sessions {

    private final IdentityProvider identity;
    private final CommandSender commands;
    private final SessionSettings settings;

    Sessions(IdentityProvider identity, CommandSender commands, SessionSettings settings) {
        this.identity = identity;
        this.commands = commands;
        this.settings = settings;
    }

    /** A cookie for whoever has this bearer token, which says {@code verified}. */
    public SessionCookie begin(String bearer, VerifiedToken verified) {
        return identity.createSession(new SessionRequest(bearer, verified, settings.life()));
    }

    /** Signs the caller out, everywhere: no token and no cookie given until now is good any longer. */
    public Recorded<UserView> end(Caller caller) {
        return commands.send(caller.id(), new SignOutUser(caller.id()), Actor.of(caller));
    }
}
