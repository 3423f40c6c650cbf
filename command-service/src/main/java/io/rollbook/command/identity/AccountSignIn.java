package io.rollbook.command.identity;

import org.jspecify.annotations.Nullable;

/**
 * An account whose password was right.
 *
 * @param uid the account
 * @param token the bearer token that the provider gave with the answer; {@code null} with a provider that signs one when
 *     asked to {@linkplain IdentityProvider#issue issue} it
 */
public record AccountSignIn(String uid, @Nullable SessionToken token) {}
