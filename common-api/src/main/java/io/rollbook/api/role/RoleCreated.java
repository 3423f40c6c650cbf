package io.rollbook.api.role;

import io.rollbook.api.event.EventType;

/** A role exists from now on. */
@EventType("role.created")
public record RoleCreated(RoleId id, String name) implements RoleEvent {}
