package io.rollbook.api.user;

import io.rollbook.api.value.ShortText;

/**
 * Why a person is erased. It is kept for ever, so it must not tell of the person.
 *
 * @param value trimmed, 1 to 500 characters, no control characters
 */
public record ErasureReason(String value) {

    /** The longest reason, in characters. */
    public static final int MAX_LENGTH = 500;

    public ErasureReason {
        value = ShortText.of(value, MAX_LENGTH);
    }
}
