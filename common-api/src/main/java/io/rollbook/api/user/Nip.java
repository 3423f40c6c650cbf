package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import java.util.regex.Pattern;

/**
 * A civil servant's number ({@code NIP}).
 *
 * @param value 18 digits
 */
public record Nip(String value) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{18}");

    public Nip {
        value = value.strip();
        if (!DIGITS.matcher(value).matches()) {
            throw new InvalidValue("must have 18 digits");
        }
    }

    /** Not the number: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "Nip[…]";
    }
}
