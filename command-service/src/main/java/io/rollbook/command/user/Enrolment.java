package io.rollbook.command.user;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.RegisterUser;
import io.rollbook.api.user.UserCommand;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.identity.AccountOpening;
import io.rollbook.command.identity.NewAccount;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Puts a person on the roll: the account first, under the uid the user will have, then the event. When the event is
 * refused the account goes again; when it is unknown whether it was appended, the account stays, since a user without an
 * account could not even be told.
 */
@Component
public class Enrolment {

    private final AccountOpening accounts;
    private final UserClaims claims;
    private final CommandSender commands;

    Enrolment(AccountOpening accounts, UserClaims claims, CommandSender commands) {
        this.accounts = accounts;
        this.claims = claims;
        this.commands = commands;
    }

    /** Registers a person at their own wish. */
    public CommandResult<UserView> register(PersonName name, EmailAddress email, NewPassword password) {
        return enrol(name, email, password, Actor.ANONYMOUS, (id, uid) -> new RegisterUser(id, uid, email, name));
    }

    /** Adds a person at an admin's wish. */
    public CommandResult<UserView> add(NewUser user, NewPassword password, Actor admin) {
        var added = enrol(user.name(), user.email(), password, admin, user::command);
        SecurityLog.tell(
                SecurityEvent.RIGHTS_CHANGED,
                admin.name(),
                "command",
                AddUser.class.getSimpleName(),
                "of",
                added.token().aggregateId());
        return added;
    }

    private CommandResult<UserView> enrol(
            PersonName name, EmailAddress email, NewPassword password, Actor actor, CommandFor command) {
        if (claims.isTaken(email)) {
            throw new Rejection(UserReason.EMAIL_TAKEN);
        }
        var uid = UUID.randomUUID().toString();
        return accounts.open(new NewAccount(uid, email, name, password), () -> {
            var id = claims.nextId();
            return commands.send(command.of(id, uid), actor);
        });
    }

    private interface CommandFor {
        UserCommand of(UserId id, String uid);
    }
}
