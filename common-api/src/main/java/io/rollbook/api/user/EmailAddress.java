package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An email address as its owner writes it, trimmed. Two addresses that differ only in case belong to one person.
 *
 * @param value at most 254 characters (RFC 5321), one {@code @} with something on both sides, no white space
 */
public record EmailAddress(String value) {

    /** The longest address, in characters. */
    public static final int MAX_LENGTH = 254;

    // Whether an address really receives mail only a message can tell; this refuses what cannot be one.
    private static final Pattern SHAPE =
            Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");

    public EmailAddress {
        value = value.strip();
        if (value.length() > MAX_LENGTH) {
            throw new InvalidValue("must have at most " + MAX_LENGTH + " characters");
        }
        if (!SHAPE.matcher(value).matches() || value.contains("..")) {
            throw new InvalidValue("must be an email address");
        }
    }

    /** The form under which addresses are compared: without regard to case. */
    public String key() {
        return key(value);
    }

    /** The form under which {@code email} is compared: trimmed and without regard to case. */
    public static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** Not the address: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}
