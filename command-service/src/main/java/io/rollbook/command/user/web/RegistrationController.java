package io.rollbook.command.user.web;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.value.Text;
import io.rollbook.command.bus.web.CommandExchange;
import io.rollbook.command.identity.PasswordPolicy;
import io.rollbook.command.identity.attempt.AttemptLimits;
import io.rollbook.command.user.Enrolment;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Envelope;
import io.rollbook.web.request.Body;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

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
            Body<RegisterRequest> body,
            CommandExchange exchange,
            HttpServletRequest request,
            HttpServletResponse response) {
        var wanted = body.check(sent -> passwords.objection(sent.password(), sent.email()))
                .check(RegisterRequest::difference)
                .read();
        limits.register(wanted.email(), request, response);

        var user = exchange.tell(enrolment.register(wanted.name(), wanted.email(), wanted.password()));
        return Envelope.created("user", new Registered(user.name(), user.email()));
    }

    /** What a person says of themselves. */
    record RegisterRequest(PersonName name, EmailAddress email, NewPassword password, Repeated confirmPassword) {

        /** The password once more; only the first of the two is told what is wrong with it. */
        record Repeated(String value) {

            static Repeated parse(String text) {
                return new Repeated(Text.password(text));
            }

            @Override
            public String toString() {
                return "Repeated[…]";
            }
        }

        // Both may be missing here.
        private Optional<FieldError> difference() {
            return password == null
                            || confirmPassword == null
                            || password.value().equals(confirmPassword.value())
                    ? Optional.empty()
                    : Optional.of(new FieldError("confirmPassword", "must equal password"));
        }
    }

    /** What the contract shows of a fresh registration. */
    record Registered(String name, String email) {}
}
