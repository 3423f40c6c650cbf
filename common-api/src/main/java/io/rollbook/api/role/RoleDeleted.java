package io.rollbook.api.role;

import io.rollbook.api.event.EventType;

/** A role is gone; nobody held it. */
@EventType(value = "role.deleted", meaning = "A role was removed.")
public record RoleDeleted(RoleId id) implements RoleEvent {}
