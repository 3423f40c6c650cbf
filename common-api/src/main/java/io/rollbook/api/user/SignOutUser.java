package io.rollbook.api.user;

/** Ends every session of the user: no token and no cookie given until now is good any longer. */
public record SignOutUser(UserId id) implements UserCommand {}
