package io.rollbook.query.user;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserDirectory;
import io.rollbook.query.consistency.ReadYourWrites;
import io.rollbook.query.consistency.Reads;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Envelope;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/auth/authenticated}. */
@RestController
class AuthenticatedController {
    private final Users users;
    private final ReadYourWrites readYourWrites;

    AuthenticatedController(Users users, ReadYourWrites readYourWrites) {
        this.users = users;
        this.readYourWrites = readYourWrites;
    }

    /** What the caller sees of themselves before anybody has approved them. */
    record Authenticated(String name, String email) {}

    @GetMapping("/api/auth/authenticated")
    @Reads(UserDirectory.VIEW)
    @Allow(Access.SIGNED_IN)
    ResponseEntity<Envelope> authenticated(Caller caller) {
        // Whoever let the caller in may know them before this read model does.
        var user = readYourWrites
                .await(QueryCallers.NEW_USER, () -> users.find(caller.id()))
                .orElseThrow(() -> new Rejection(AccessReason.TOKEN_REFUSED));
        return Envelope.ok("user", new Authenticated(user.name(), user.email()));
    }
}
