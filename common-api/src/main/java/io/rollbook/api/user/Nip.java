package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;
import java.util.regex.Pattern;

/**
 * A civil servant's number ({@code NIP}).
 *
 * @param value of what {@link #parse} makes, 18 ASCII digits
 */
public record Nip(String value) implements TextValue {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{18}");

    /**
     * The number somebody writes, trimmed.
     *
     * @throws InvalidValue when it is anything but 18 digits
     */
    public static Nip parse(String text) {
        var value = Text.trimmed(text);
        if (!DIGITS.matcher(value).matches()) {
            throw new InvalidValue("must have 18 digits");
        }
        return new Nip(value);
    }

    /** Not the number: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "Nip[…]";
    }
}
