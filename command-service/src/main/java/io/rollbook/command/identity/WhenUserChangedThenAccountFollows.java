package io.rollbook.command.identity;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserSignedOut;
import io.rollbook.command.store.AppendListener;
import java.time.Instant;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Keeps, in the transaction of an event, that the account at a remote provider has to follow it; {@link AccountFollower}
 * does the rest. Event and duty are committed together or not at all, and a replay finds nothing to keep.
 */
@Component
@Order(2)
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "firebase")
class WhenUserChangedThenAccountFollows implements AppendListener {

    private final AccountChanges changes;

    WhenUserChangedThenAccountFollows(AccountChanges changes) {
        this.changes = changes;
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        switch (event) {
            case UserProfileChanged e -> follow(e.id(), e, sequence, false);
            case UserEmailChanged e -> follow(e.id(), e, sequence, false);
            case UserDisabled e -> follow(e.id(), e, sequence, false);
            case UserEnabled e -> follow(e.id(), e, sequence, false);
            case UserSignedOut e -> follow(e.id(), e, sequence, true);
            case UserDeleted e -> follow(e.id(), e, sequence, false);
            // Deleting wants it gone already; what has not come about, or was undone since, is tried anew.
            case UserErased e -> follow(e.id(), e, sequence, false);
            default -> {
                // Nothing else concerns the account.
            }
        }
    }

    private void follow(UserId user, DomainEvent event, long sequence, boolean revoke) {
        changes.add(user, EventCatalogue.of(event.getClass()).name(), sequence, revoke);
    }
}
