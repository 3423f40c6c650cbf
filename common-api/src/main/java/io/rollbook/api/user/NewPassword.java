package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;

/**
 * A password somebody chose. It never shows itself in text; whether it is too common is decided where passwords are
 * kept.
 *
 * @param value of what {@link #parse} makes, 8 to 128 characters in the form of {@link Text#password}
 */
public record NewPassword(String value) implements TextValue {

    /** The shortest password, in characters. */
    public static final int MIN_LENGTH = 8;

    /** The longest password, in characters. */
    public static final int MAX_LENGTH = 128;

    /**
     * The password somebody writes.
     *
     * @throws InvalidValue when it is too short, too long, or {@link Text#password} refuses it
     */
    public static NewPassword parse(String text) {
        var value = Text.password(text);
        var length = value.codePointCount(0, value.length());
        if (length < MIN_LENGTH) {
            throw new InvalidValue("must have at least " + MIN_LENGTH + " characters");
        }
        if (length > MAX_LENGTH) {
            throw new InvalidValue("must have at most " + MAX_LENGTH + " characters");
        }
        return new NewPassword(value);
    }

    @Override
    public String toString() {
        return "NewPassword[…]";
    }
}
