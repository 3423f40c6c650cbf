package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;

/**
 * Why a person is erased. It is kept for ever, so it must not tell of the person.
 *
 * @param value of what {@link #parse} makes, 1 to 500 characters; of before there were rules, anything
 */
public record ErasureReason(String value) implements TextValue {

    /** The longest reason, in characters. */
    public static final int MAX_LENGTH = 500;

    /**
     * The reason somebody writes, in its normal form.
     *
     * @throws InvalidValue when {@link Text#line} refuses it
     */
    public static ErasureReason parse(String text) {
        return new ErasureReason(Text.line(text, MAX_LENGTH));
    }
}
