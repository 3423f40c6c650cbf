package io.rollbook.command.identity.web;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.identity.Sessions;
import io.rollbook.command.identity.SignIn;
import io.rollbook.command.identity.SignInCount;
import io.rollbook.command.identity.attempt.AttemptLimits;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.Body;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /api/auth/login}: a token, and the session cookie, for an email and a password. */
@RestController
class SignInController {

    private final SignIn signIn;
    private final Sessions sessions;
    private final AttemptLimits limits;
    private final SignInCount count;

    SignInController(SignIn signIn, Sessions sessions, AttemptLimits limits, SignInCount count) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.limits = limits;
        this.count = count;
    }

    @Allow(Access.ANYONE)
    @PostMapping(path = "/api/auth/login", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> login(
            Body<SignInRequest> body,
            CommandExchange exchange,
            HttpServletRequest request,
            HttpServletResponse response) {
        var sent = body.read();
        var session = count.of(() ->
                limits.signIn(sent.email(), request, response).of(() -> signIn.with(sent.email(), sent.password())));
        var cookie = sessions.begin(session.token().token(), session.verified(), SessionAnswer.origin(request));
        SessionAnswer.signIn(cookie, request, response);
        // The read side lets in a person who was added a moment ago, too: their first read waits for that.
        exchange.letReadsWaitFor(session.user().version());
        return Envelope.ok(
                "session",
                new Session(
                        session.token().token(),
                        session.token().expiresAt().toString(),
                        session.user().view()));
    }

    /** Who somebody says they are: texts of any kind, since nothing is to be learned from a rule that refuses them. */
    record SignInRequest(String email, String password) {

        /** Neither of them. */
        @Override
        public String toString() {
            return "SignInRequest[…]";
        }
    }

    /** What the contract answers a sign-in with. */
    @JsonPropertyOrder({"token", "expiresAt", "user"})
    record Session(String token, String expiresAt, UserView user) {

        /** Not the token: a reader of the log could use it. */
        @Override
        public String toString() {
            return "Session[expiresAt=" + expiresAt + "]";
        }
    }
}
