package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import io.rollbook.api.role.RoleId;

/** The user holds another role from now on, instead of the one before. */
@EventType("user.role-assigned")
public record RoleAssignedToUser(UserId id, RoleId role) implements UserEvent {}
