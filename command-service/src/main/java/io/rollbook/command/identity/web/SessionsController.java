package io.rollbook.command.identity.web;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.identity.KnownSession;
import io.rollbook.command.identity.Sessions;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/auth/sessions}: where one is signed in, and signing out of one of these places. */
@RestController
@RequestMapping("/api/auth/sessions")
class SessionsController {

    private final Sessions sessions;

    SessionsController(Sessions sessions) {
        this.sessions = sessions;
    }

    @Allow(Access.APPROVED)
    @GetMapping
    ResponseEntity<Envelope> list(Caller caller) {
        return Envelope.ok(
                "sessions",
                sessions.of(caller).stream()
                        .map(session -> Shown.of(session, caller))
                        .toList());
    }

    /** What was given out for this session is refused from now on; the others stay. */
    @Allow(Access.APPROVED)
    @DeleteMapping("/{session}")
    ResponseEntity<Envelope> end(
            @PathVariable String session,
            Caller caller,
            CommandExchange exchange,
            HttpServletRequest request,
            HttpServletResponse response) {
        var id = SessionId.parse(session).orElseThrow(() -> new Rejection(UserReason.NO_SUCH_SESSION));
        exchange.tell(sessions.end(caller, id));
        SecurityLog.tell(SecurityEvent.SESSION_ENDED, caller.id().toString());
        if (id.equals(caller.session())) {
            SessionAnswer.signOut(request, response);
        }
        return Envelope.ok("session", new Ended(id.toString(), true));
    }

    /**
     * A session.
     *
     * @param begunAt UTC, ISO 8601
     * @param network where it was begun, shortened
     * @param client the client that began it, in its own words
     * @param current whether it is the one that asks
     */
    record Shown(
            String id,
            String begunAt,
            String expiresAt,
            @Nullable String network,
            @Nullable String client,
            boolean current) {

        static Shown of(KnownSession session, Caller caller) {
            return new Shown(
                    session.id().toString(),
                    session.begunAt().toString(),
                    session.expiresAt().toString(),
                    session.origin().network(),
                    session.origin().client(),
                    session.id().equals(caller.session()));
        }
    }

    /** The answer that the session has ended. */
    record Ended(String id, boolean signedOut) {}
}
