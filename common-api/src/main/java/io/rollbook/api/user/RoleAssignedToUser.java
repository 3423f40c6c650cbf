package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import io.rollbook.api.role.RoleId;

/** The user holds another role from now on, instead of the one before. */
@EventType(value = "user.role-assigned", meaning = "The user was given this role.")
public record RoleAssignedToUser(UserId id, RoleId role) implements UserEvent {}
