package io.rollbook.command.identity;

/** The identity provider does not have the account that one of its users should have. */
public final class NoSuchAccount extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoSuchAccount() {
        super("the account is not there", null, false, false);
    }
}
