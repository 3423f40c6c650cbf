package io.rollbook.api.role;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** A role as the contract shows it: exactly these fields. */
@JsonPropertyOrder({"id", "name"})
public record RoleView(int id, String name) {}
