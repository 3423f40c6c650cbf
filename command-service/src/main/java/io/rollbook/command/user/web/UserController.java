package io.rollbook.command.user.web;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.EnableUser;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.ToggleUser;
import io.rollbook.api.user.UserCommand;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.web.CommandAnswer;
import io.rollbook.command.bus.web.IfMatchHeader;
import io.rollbook.command.identity.PasswordPolicy;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import io.rollbook.command.user.UserChange;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.PathId;
import io.rollbook.web.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
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
    private final CommandSender commands;
    private final PasswordPolicy passwords;

    UserController(Enrolment enrolment, UserChange change, CommandSender commands, PasswordPolicy passwords) {
        this.enrolment = enrolment;
        this.change = change;
        this.commands = commands;
        this.passwords = passwords;
    }

    @Allow(Access.ADMIN)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> add(
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var fields = RequestFields.of(body).ignore("id", "uid", "disabled");
        var email = fields.required("email", EmailAddress::parse);
        var password = fields.required("password", NewPassword::parse);
        var name = fields.required("name", PersonName::parse);
        var gender = fields.optional("gender", Gender::parse);
        var nip = fields.optional("NIP", Nip::parse);
        var jabatan = fields.optional("jabatan", JobTitle::parse);
        var approved = fields.optionalBoolean("approved");
        var role = fields.optionalId("roleId", RoleId::new);
        passwords
                .objection(password.orNull(), email.orNull())
                .ifPresent(problem -> fields.refuseIf(true, "password", problem));
        fields.verify();

        var user = new NewUser(
                email.get(),
                name.get(),
                nip,
                gender,
                jabatan,
                Boolean.TRUE.equals(approved),
                Objects.requireNonNullElse(role, BuiltInRole.USER.id()));
        var recorded = enrolment.add(user, password.get(), Actor.of(caller));
        return Envelope.created("user", CommandAnswer.tell(recorded, request, response));
    }

    @Allow(Access.OWN_OR_ADMIN)
    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> change(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        var fields = UserChangeFields.read(
                RequestFields.of(body).ignore("id", "uid", "disabled").changing(() -> change.shown(user)),
                user,
                passwords);
        var recorded = change.apply(fields, Actor.of(caller), IfMatchHeader.of(request));
        return Envelope.ok("user", CommandAnswer.tell(recorded, request, response));
    }

    @Allow(Access.ADMIN)
    @PostMapping("/{id}/approve")
    ResponseEntity<Envelope> approve(
            @PathVariable String id,
            @RequestParam(name = "id", required = false) @Nullable String repeated,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        if (repeated != null && !repeated.equals(id)) {
            throw new InvalidInput("id", "must be the same in the query as in the path");
        }
        return Envelope.created("user", send(new ApproveUser(user), caller, request, response));
    }

    @Allow(Access.ADMIN)
    @PutMapping("/{id}/approve")
    ResponseEntity<Envelope> approveAgain(
            @PathVariable String id, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        return Envelope.ok("user", send(new ApproveUser(user), caller, request, response));
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/{id}/approve")
    ResponseEntity<Envelope> revokeApproval(
            @PathVariable String id, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        return Envelope.ok("user", send(new RevokeUserApproval(user), caller, request, response));
    }

    @Allow(Access.ADMIN)
    @PutMapping("/{id}/disable")
    ResponseEntity<Envelope> disable(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonNode body,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        return Envelope.ok("user", send(disabling(user, body), caller, request, response));
    }

    @Allow(Access.ADMIN)
    @DeleteMapping("/{id}")
    ResponseEntity<Envelope> delete(
            @PathVariable String id, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        var user = PathId.parse(id, UserId::new);
        return Envelope.ok("user", send(new DeleteUser(user), caller, request, response));
    }

    private UserView send(
            UserCommand command, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        return CommandAnswer.tell(
                commands.<UserView>send(command, Actor.of(caller), IfMatchHeader.of(request)), request, response);
    }

    // Without a body it is a switch; clients that always send an object send an empty one.
    private static UserCommand disabling(UserId user, @Nullable JsonNode body) {
        if (body == null || (body.isObject() && body.isEmpty())) {
            return new ToggleUser(user);
        }
        var fields = RequestFields.of(body);
        var disabled = fields.requiredBoolean("disabled");
        fields.verify();
        return disabled.get() ? new DisableUser(user) : new EnableUser(user);
    }
}
