package io.rollbook.api.role;

import io.rollbook.api.event.EventType;

/** A role is called otherwise from now on. */
@EventType(value = "role.renamed", meaning = "A role was given another name.")
public record RoleRenamed(RoleId id, String name) implements RoleEvent {}
