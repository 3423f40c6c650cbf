package io.rollbook.command.identity;

import io.rollbook.api.consistency.ConsistencyToken;
import org.jspecify.annotations.Nullable;

/**
 * An account whose password was right.
 *
 * @param uid the account
 * @param token the bearer token that the provider gave with the answer; {@code null} with a provider that signs one when
 *     asked to {@linkplain IdentityProvider#issue issue} it
 * @param asOf the user's version when the password was read that it was compared with; {@code null} when the provider keeps
 *     none, or when nobody on the roll has the account
 */
public record AccountSignIn(
        String uid, @Nullable SessionToken token, @Nullable ConsistencyToken asOf) {}
