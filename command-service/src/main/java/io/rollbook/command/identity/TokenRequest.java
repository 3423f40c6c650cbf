package io.rollbook.command.identity;

import io.rollbook.api.consistency.ConsistencyToken;

/**
 * What goes into a token.
 *
 * @param uid the account
 * @param seen the user's version as of now, for read sides that have not come so far
 */
public record TokenRequest(String uid, ConsistencyToken seen) {}
