package io.rollbook.command.user;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.identity.PasswordPolicy;
import io.rollbook.command.startup.StartupTask;
import io.rollbook.web.platform.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Adds the first administrator, whom nobody else could approve, while there is none who can sign in. */
@Component
@Order(2)
@EnableConfigurationProperties(FirstAdminSettings.class)
class FirstAdmin implements StartupTask {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    private static final PersonName NAME = new PersonName("Administrator");

    private final FirstAdminSettings settings;
    private final UserClaims claims;
    private final Enrolment enrolment;
    private final PasswordPolicy passwords;
    private final ApplicationEventPublisher events;

    FirstAdmin(
            FirstAdminSettings settings,
            UserClaims claims,
            Enrolment enrolment,
            PasswordPolicy passwords,
            ApplicationEventPublisher events) {
        this.settings = settings;
        this.claims = claims;
        this.enrolment = enrolment;
        this.passwords = passwords;
        this.events = events;
    }

    @Override
    public void run() {
        if (claims.hasAdmin()) {
            return;
        }
        if ((settings.email() == null) != (settings.password() == null)) {
            throw new StartRefused("there is no administrator yet; set both ROLLBOOK_ADMIN_EMAIL and"
                    + " ROLLBOOK_ADMIN_PASSWORD, or neither");
        }
        if (settings.email() == null || settings.password() == null) {
            LOG.warn("there is no administrator; set ROLLBOOK_ADMIN_EMAIL and ROLLBOOK_ADMIN_PASSWORD and start again");
            return;
        }
        try {
            var email = EmailAddress.parse(settings.email());
            var password = NewPassword.parse(settings.password());
            passwords.objection(password, email).ifPresent(objection -> {
                throw new StartRefused("ROLLBOOK_ADMIN_PASSWORD " + objection.problem());
            });
            var admin = new NewUser(email, NAME, null, null, null, true, BuiltInRole.ADMIN.id());
            var recorded = enrolment.add(admin, password, Actor.SYSTEM);
            LOG.info("added the first administrator as {}", recorded.token().aggregateId());
            events.publishEvent(new FirstAdminAdded());
        } catch (Rejection rejection) {
            if (rejection.reason() != UserReason.EMAIL_TAKEN || !claims.hasAdmin()) {
                throw new StartRefused("the first administrator cannot be added: " + rejection.getMessage()
                        + "; set ROLLBOOK_ADMIN_EMAIL to another address");
            }
        } catch (InvalidInput | InvalidValue e) {
            throw new StartRefused("ROLLBOOK_ADMIN_EMAIL or ROLLBOOK_ADMIN_PASSWORD " + e.getMessage());
        }
    }
}
