package io.rollbook.command.user.web;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.value.Text;
import io.rollbook.command.bus.web.CommandAnswer;
import io.rollbook.command.identity.PasswordPolicy;
import io.rollbook.command.identity.attempt.AttemptLimits;
import io.rollbook.command.user.Enrolment;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/auth/register}: a person asks to be put on the roll. */
@RestController
class RegistrationController {

    private final Enrolment enrolment;
    private final PasswordPolicy passwords;
    private final AttemptLimits limits;

    RegistrationController(Enrolment enrolment, PasswordPolicy passwords, AttemptLimits limits) {
        this.enrolment = enrolment;
        this.passwords = passwords;
        this.limits = limits;
    }

    @Allow(Access.ANYONE)
    @PostMapping(path = "/api/auth/register", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Envelope> register(
            @RequestBody(required = false) @Nullable JsonNode body,
            HttpServletRequest request,
            HttpServletResponse response) {
        var fields = RequestFields.of(body);
        var name = fields.required("name", PersonName::parse);
        var email = fields.required("email", EmailAddress::parse);
        var password = fields.required("password", NewPassword::parse);
        var confirmation = fields.required("confirmPassword", Text::password);
        passwords
                .objection(password.orNull(), email.orNull())
                .ifPresent(problem -> fields.refuseIf(true, "password", problem));
        fields.refuseIf(differ(password.orNull(), confirmation.orNull()), "confirmPassword", "must equal password");
        fields.verify();
        limits.register(email.get(), request, response);

        var user = CommandAnswer.tell(enrolment.register(name.get(), email.get(), password.get()), request, response);
        return Envelope.created("user", new Registered(user.name(), user.email()));
    }

    private static boolean differ(@Nullable NewPassword password, @Nullable String confirmation) {
        return password != null && confirmation != null && !password.value().equals(confirmation);
    }

    /** What the contract shows of a fresh registration. */
    record Registered(String name, String email) {}
}
