package io.rollbook.api.role;

import io.rollbook.api.event.EventType;

/** A role exists from now on. */
@EventType(value = "role.created", meaning = "A role was made.")
public record RoleCreated(RoleId id, String name) implements RoleEvent {}
