package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** An admin took the approval back. */
@EventType(value = "user.approval-revoked", meaning = "The approval of the user was taken back.")
public record UserApprovalRevoked(UserId id) implements UserEvent {}
