package io.rollbook.command.identity;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.UserView;

/** A user as of a version. */
public record KnownUser(UserView view, ConsistencyToken version) {}
