package io.rollbook.command.identity.web;

import io.rollbook.api.error.Rejection;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.identity.Sessions;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.Credential;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/auth/session}: the session cookie of the person who is signed in. */
@RestController
@RequestMapping("/api/auth/session")
class SessionController {

    private final Sessions sessions;

    SessionController(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The cookie for a bearer token. A cookie makes no other: its life would have no end. */
    @Allow(Access.SIGNED_IN)
    @PostMapping
    ResponseEntity<Envelope> begin(Credential credential, HttpServletRequest request, HttpServletResponse response) {
        if (credential.kind() != Credential.Kind.BEARER) {
            throw new Rejection(AccessReason.BEARER_NEEDED);
        }
        var cookie = sessions.begin(credential.text(), credential.verified(), SessionAnswer.origin(request));
        SessionAnswer.signIn(cookie, request, response);
        return Envelope.ok("session", new Begun(cookie.expiresAt().toString()));
    }

    /** Signs out: the cookie is cleared, and whatever the user was signed in with anywhere is refused from now on. */
    @Allow(Access.SIGNED_IN)
    @DeleteMapping
    ResponseEntity<Envelope> end(
            Caller caller, CommandExchange exchange, HttpServletRequest request, HttpServletResponse response) {
        exchange.tell(sessions.end(caller));
        SecurityLog.tell(SecurityEvent.SIGNED_OUT, caller.id().toString());
        SessionAnswer.signOut(request, response);
        return Envelope.ok("session", new Ended(true));
    }

    /** Until when the cookie is good, UTC, ISO 8601. */
    record Begun(String expiresAt) {}

    /** The answer that the session has ended. */
    record Ended(boolean signedOut) {}
}
