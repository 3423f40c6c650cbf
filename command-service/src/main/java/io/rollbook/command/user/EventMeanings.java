package io.rollbook.command.user;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApprovalRevoked;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserPasswordChanged;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.api.user.UserSignedOut;
import java.util.Map;
import java.util.Optional;

/** What events mean, in a sentence for whoever they are about. */
final class EventMeanings {

    private static final Map<Class<? extends DomainEvent>, String> SENTENCES = Map.ofEntries(
            Map.entry(UserRegistered.class, "The user registered, giving this name and email."),
            Map.entry(UserAdded.class, "The user was added to the roll with these particulars."),
            Map.entry(UserProfileChanged.class, "Name, NIP, gender or jabatan were changed to these."),
            Map.entry(UserEmailChanged.class, "The email was changed to this one."),
            Map.entry(UserPasswordChanged.class, "The password was changed. What it is, is not recorded."),
            Map.entry(UserSignedOut.class, "The user signed out everywhere."),
            Map.entry(UserApproved.class, "The user was approved."),
            Map.entry(UserApprovalRevoked.class, "The approval of the user was taken back."),
            Map.entry(RoleAssignedToUser.class, "The user was given this role."),
            Map.entry(UserDisabled.class, "The user was locked out."),
            Map.entry(UserEnabled.class, "The user was let in again."),
            Map.entry(UserDeleted.class, "The user was taken off the roll."),
            Map.entry(UserErased.class, "What was known of the user was destroyed."),
            Map.entry(RoleCreated.class, "A role was made."),
            Map.entry(RoleRenamed.class, "A role was given another name."),
            Map.entry(RoleDeleted.class, "A role was removed."),
            Map.entry(IntegrationAdded.class, "The user was given this outside integration."),
            Map.entry(IntegrationConnected.class, "The integration was connected."),
            Map.entry(IntegrationDisconnected.class, "The integration was disconnected."),
            Map.entry(IntegrationRemoved.class, "The integration was removed."));

    private EventMeanings() {}

    /** The meaning of an event. */
    static String of(DomainEvent event) {
        return of(event.getClass());
    }

    /** The meaning of events of a stable type name, that name itself when this version of the code does not know it. */
    static String of(String type) {
        return EventCatalogue.byName(type).map(entry -> of(entry.type())).orElse(type);
    }

    private static String of(Class<? extends DomainEvent> type) {
        return Optional.ofNullable(SENTENCES.get(type))
                .orElseThrow(() -> new IllegalStateException("nobody has said what " + type + " means"));
    }
}
