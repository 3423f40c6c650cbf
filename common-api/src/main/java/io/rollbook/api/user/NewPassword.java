package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;

/**
 * A password somebody chose. It never shows itself in text; whether it is too common is decided where passwords are
 * kept.
 *
 * @param value 8 to 128 characters
 */
public record NewPassword(String value) {

    /** The shortest password, in characters. */
    public static final int MIN_LENGTH = 8;

    /** The longest password, in characters. */
    public static final int MAX_LENGTH = 128;

    public NewPassword {
        var length = value.codePointCount(0, value.length());
        if (length < MIN_LENGTH) {
            throw new InvalidValue("must have at least " + MIN_LENGTH + " characters");
        }
        if (length > MAX_LENGTH) {
            throw new InvalidValue("must have at most " + MAX_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return "NewPassword[…]";
    }
}
