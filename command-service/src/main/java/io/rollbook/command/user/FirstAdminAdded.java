package io.rollbook.command.user;

/** Published within the application when this start added the first administrator. */
public record FirstAdminAdded() {}
