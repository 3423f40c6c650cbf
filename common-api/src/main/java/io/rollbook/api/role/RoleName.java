package io.rollbook.api.role;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;

/**
 * A role's name.
 *
 * @param value of what {@link #parse} makes, 1 to 200 characters; of before there were rules, anything
 */
public record RoleName(String value) implements TextValue {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 200;

    /**
     * The name somebody writes, in its normal form.
     *
     * @throws InvalidValue when {@link Text#name} refuses it
     */
    public static RoleName parse(String text) {
        return new RoleName(Text.name(text, MAX_LENGTH));
    }

    @Override
    public String toString() {
        return value;
    }
}
