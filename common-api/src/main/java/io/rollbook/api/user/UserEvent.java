package io.rollbook.api.user;

import io.rollbook.api.event.DomainEvent;

/** A fact about one user. */
public sealed interface UserEvent extends DomainEvent
        permits UserRegistered,
                UserAdded,
                UserProfileChanged,
                UserEmailChanged,
                UserPasswordChanged,
                UserSignedOut,
                UserSessionEnded,
                UserSessionsRevoked,
                UserApproved,
                UserApprovalRevoked,
                RoleAssignedToUser,
                UserDisabled,
                UserEnabled,
                UserDeleted,
                UserErased {

    @Override
    UserId id();
}
