package io.rollbook.command.identity;

import static java.util.Objects.requireNonNull;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.command.store.AppendListener;
import java.time.Instant;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Makes a local account follow what happened to its user, in the same transaction. */
@Component
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "local", matchIfMissing = true)
@Order(2)
class WhenUserChangedThenLocalAccountFollows implements AppendListener {

    private final IdentityProvider identity;
    private final Callers users;

    WhenUserChangedThenLocalAccountFollows(IdentityProvider identity, Callers users) {
        this.identity = identity;
        this.users = users;
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        switch (event) {
            case UserEmailChanged e ->
                identity.changeEmail(
                        users.uidOf(e.id()), new EmailAddress(requireNonNull(e.email(), "the event is new")));
            case UserDisabled e -> identity.setDisabled(users.uidOf(e.id()), true);
            case UserEnabled e -> identity.setDisabled(users.uidOf(e.id()), false);
            case UserDeleted e -> identity.remove(users.uidOf(e.id()));
            // Deleting has removed it; one that a repair put back since must not outlive the person.
            case UserErased e -> identity.remove(users.uidOf(e.id()));
            default -> {
                // Nothing else concerns the account.
            }
        }
    }
}
