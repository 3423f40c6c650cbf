package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;

/**
 * The title of a person's post, the contract's {@code jabatan}.
 *
 * @param value of what {@link #parse} makes, 1 to 200 characters; of before there were rules, anything
 */
public record JobTitle(String value) implements TextValue {

    /** The longest title, in characters. */
    public static final int MAX_LENGTH = 200;

    /**
     * The title somebody writes, in its normal form.
     *
     * @throws InvalidValue when {@link Text#name} refuses it
     */
    public static JobTitle parse(String text) {
        return new JobTitle(Text.name(text, MAX_LENGTH));
    }

    /** Not the title: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "JobTitle[…]";
    }
}
