package io.rollbook.command.user;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.identity.PasswordPolicy;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Changes a user, with the rules that neither the aggregate nor a claim can see alone. */
@Component
public class UserChange {

    private final CommandSender commands;
    private final UserClaims claims;
    private final KnownUsers users;
    private final PasswordPolicy passwords;

    UserChange(CommandSender commands, UserClaims claims, KnownUsers users, PasswordPolicy passwords) {
        this.commands = commands;
        this.claims = claims;
        this.users = users;
        this.passwords = passwords;
    }

    /** Applies the change, all of it or nothing. */
    public CommandResult<UserView> apply(ChangeUser change, Actor actor, IfMatch ifMatch) {
        requireFitting(change);
        try {
            return commands.send(change, actor, ifMatch);
        } catch (Rejection rejection) {
            // Of the two rules that an only admin breaks by giving up the role, the one that helps them is said.
            if (rejection.reason() == UserReason.OWN_ROLE && claims.isLastAdmin(change.id())) {
                throw new Rejection(UserReason.LAST_ADMIN);
            }
            throw rejection;
        }
    }

    /** What clients see of the user now; of one who is not there, nothing. */
    public Object shown(UserId user) {
        try {
            return users.find(user).view();
        } catch (Rejection nobody) {
            return Map.of();
        }
    }

    private void requireFitting(ChangeUser change) {
        if (change.newPassword() != null && change.email() == null) {
            var email = new EmailAddress(users.find(change.id()).view().email());
            passwords.objection(change.newPassword(), email).ifPresent(problem -> {
                throw new InvalidInput(List.of(problem));
            });
        }
    }
}
