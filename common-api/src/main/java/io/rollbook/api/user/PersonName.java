package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;

/**
 * What a person is called.
 *
 * @param value of what {@link #parse} makes, 1 to 200 characters; of before there were rules, anything
 */
public record PersonName(String value) implements TextValue {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 200;

    /**
     * The name somebody writes, in its normal form.
     *
     * @throws InvalidValue when {@link Text#name} refuses it
     */
    public static PersonName parse(String text) {
        return new PersonName(Text.name(text, MAX_LENGTH));
    }

    /** Not the name: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "PersonName[…]";
    }
}
