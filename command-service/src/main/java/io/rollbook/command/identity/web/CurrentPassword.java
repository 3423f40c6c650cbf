package io.rollbook.command.identity.web;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.command.identity.IdentityProvider;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.identity.attempt.AttemptLimits;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.TooManyRequests;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/**
 * Asks for the password that a caller has before they set another one for themselves: a session that somebody else got hold
 * of must not be enough to keep the owner out. Trying passwords here is bounded like signing in.
 */
@Component
public class CurrentPassword {

    private static final Reason WRONG = new Reason(ErrorCode.VALIDATION, "currentPassword is wrong");

    private final IdentityProvider identity;
    private final KnownUsers users;
    private final AttemptLimits limits;

    CurrentPassword(IdentityProvider identity, KnownUsers users, AttemptLimits limits) {
        this.identity = identity;
        this.users = users;
        this.limits = limits;
    }

    /**
     * Goes on when it is the caller's password. One that is changed meanwhile ends the caller's session, so the command that
     * follows is refused.
     *
     * @throws Rejection when it is not
     * @throws TooManyRequests when there were too many attempts
     */
    public void require(Caller caller, String password, HttpServletRequest request, HttpServletResponse response) {
        var email = users.find(caller.id()).view().email();
        try {
            limits.signIn(email, request, response)
                    .of(() -> identity.signIn(email, password)
                            .filter(account -> account.uid().equals(caller.uid()))
                            .orElseThrow(() -> new Rejection(WRONG)));
        } catch (Rejection | TooManyRequests refused) {
            SecurityLog.tell(SecurityEvent.PASSWORD_REFUSED, caller.id().toString());
            throw refused;
        }
    }
}
