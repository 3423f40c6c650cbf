package io.rollbook.api.role;

import io.rollbook.api.event.EventType;

/** A role is gone; nobody held it. */
@EventType("role.deleted")
public record RoleDeleted(RoleId id) implements RoleEvent {}
