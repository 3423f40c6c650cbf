package io.rollbook.api.user;

import io.rollbook.api.value.ShortText;

/**
 * What a person is called.
 *
 * @param value trimmed, 1 to 200 characters, no control characters
 */
public record PersonName(String value) {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 200;

    public PersonName {
        value = ShortText.of(value, MAX_LENGTH);
    }

    /** Not the name: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "PersonName[…]";
    }
}
