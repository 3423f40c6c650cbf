package io.rollbook.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What clients of an embedded server sign in with, so that other users of the machine cannot: its port is open to them all.
 *
 * @param user letters
 * @param password hexadecimal digits
 */
public record Login(String user, String password) {

    private static final String USER = "rollbook";
    private static final int BYTES = 24;

    /** One that nobody can guess. */
    public static Login random() {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new Login(USER, HexFormat.of().formatHex(random));
    }

    /** Not the password. */
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
