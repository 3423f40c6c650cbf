package io.rollbook.command.identity;

/**
 * A new password as an {@link IdentityProvider} takes it over, made before the transaction that does.
 *
 * @param kept what the provider keeps: a hash, or at a remote provider the password itself
 */
public record PreparedPassword(String kept) {

    /** Never what is kept. */
    @Override
    public String toString() {
        return "PreparedPassword[…]";
    }
}
