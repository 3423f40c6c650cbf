package io.rollbook.command.user.web;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.EnableUser;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.ToggleUser;
import io.rollbook.api.user.UserCommand;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.identity.PasswordPolicy;
import io.rollbook.command.identity.web.CurrentPassword;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.UserChange;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.Body;
import io.rollbook.web.request.PathId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The documented routes under {@code /api/users} that change something. */
@RestController
@RequestMapping("/api/users")
class UserController {

    private final Enrolment enrolment;
    private final UserChange change;
    private final PasswordPolicy passwords;
    private final CurrentPassword currentPassword;

    UserController(Enrolment enrolment, UserChange change, PasswordPolicy passwords, CurrentPassword currentPassword) {
        this.enrolment = enrolment;
        this.change = change;
        this.passwords = passwords;
        this.currentPassword = currentPassword;
    }

    @Allow(Access.ADMIN)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> add(Body<AddUserRequest> body, CommandExchange exchange) {
        var wanted = body.check(sent -> passwords.objection(sent.password(), sent.email()))
                .read();
        var recorded = enrolment.add(wanted.user(), wanted.password(), exchange.actor());
        return Envelope.created("user", exchange.tell(recorded));
    }

    @Allow(Access.OWN_OR_ADMIN)
    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> change(
            @PathVariable String id,
            Body<ChangeUserRequest> body,
            Caller caller,
            CommandExchange exchange,
            HttpServletRequest request,
            HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        var own = caller.is(user);
        var wanted = body.changing(() -> change.shown(user))
                .check(sent -> passwords.objection(sent.password(), sent.email()))
                .check(sent -> own ? sent.currentPasswordMissing() : Optional.empty())
                .read();
        if (own && wanted.password() != null && wanted.currentPassword() != null) {
            currentPassword.require(caller, wanted.currentPassword().value(), request, response);
        }
        var recorded = change.apply(wanted.of(user), exchange.actor(), exchange.ifMatch());
        return Envelope.ok("user", exchange.tell(recorded));
    }

    @Allow(Access.ADMIN)
    @PostMapping("/{id}/approve")
    ResponseEntity<Envelope> approve(
            @PathVariable String id,
            @RequestParam(name = "id", required = false) @Nullable String repeated,
            CommandExchange exchange) {
        var user = PathId.parse(id, UserId::new);
        if (repeated != null && !repeated.equals(id)) {
            throw new InvalidInput("id", "must be the same in the query as in the path");
        }
        return Envelope.created("user", exchange.send(new ApproveUser(user)));
    }

    @Allow(Access.ADMIN)
    @PutMapping("/{id}/approve")
    ResponseEntity<Envelope> approveAgain(@PathVariable String id, CommandExchange exchange) {
        return Envelope.ok("user", exchange.send(new ApproveUser(PathId.parse(id, UserId::new))));
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/{id}/approve")
    ResponseEntity<Envelope> revokeApproval(@PathVariable String id, CommandExchange exchange) {
        return Envelope.ok("user", exchange.send(new RevokeUserApproval(PathId.parse(id, UserId::new))));
    }

    @Allow(Access.ADMIN)
    @PutMapping("/{id}/disable")
    ResponseEntity<Envelope> disable(
            @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body, CommandExchange exchange) {
        return Envelope.ok("user", exchange.send(disabling(PathId.parse(id, UserId::new), body)));
    }

    /** Whatever the user is signed in with anywhere is refused from now on. They stay enabled and may sign in anew. */
    @Allow(Access.ADMIN)
    @DeleteMapping("/{id}/sessions")
    ResponseEntity<Envelope> endSessions(@PathVariable String id, CommandExchange exchange) {
        return Envelope.ok("user", exchange.send(new SignOutUser(PathId.parse(id, UserId::new))));
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/{id}")
    ResponseEntity<Envelope> delete(@PathVariable String id, CommandExchange exchange) {
        return Envelope.ok("user", exchange.send(new DeleteUser(PathId.parse(id, UserId::new))));
    }

    // Without a body it is a switch; clients that always send an object send an empty one.
    private static UserCommand disabling(UserId user, @Nullable JsonNode body) {
        if (body == null || (body.isObject() && body.isEmpty())) {
            return new ToggleUser(user);
        }
        return Body.of(DisableRequest.class, body).read().disabled() ? new DisableUser(user) : new EnableUser(user);
    }

    /** Whether the user is to be disabled. */
    record DisableRequest(boolean disabled) {}
}
