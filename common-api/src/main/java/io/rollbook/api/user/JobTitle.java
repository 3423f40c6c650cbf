package io.rollbook.api.user;

import io.rollbook.api.value.ShortText;

/**
 * The title of a person's post, the contract's {@code jabatan}.
 *
 * @param value trimmed, 1 to 200 characters, no control characters
 */
public record JobTitle(String value) {

    /** The longest title, in characters. */
    public static final int MAX_LENGTH = 200;

    public JobTitle {
        value = ShortText.of(value, MAX_LENGTH);
    }

    /** Not the title: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "JobTitle[…]";
    }
}
