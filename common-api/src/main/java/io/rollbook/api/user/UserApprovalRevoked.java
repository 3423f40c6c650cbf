package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** An admin took the approval back. */
@EventType("user.approval-revoked")
public record UserApprovalRevoked(UserId id) implements UserEvent {}
