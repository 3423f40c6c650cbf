package io.rollbook.api.role;

import io.rollbook.api.value.ShortText;

/**
 * A role's name.
 *
 * @param value trimmed, 1 to 200 characters, no control characters
 */
public record RoleName(String value) {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 200;

    public RoleName {
        value = ShortText.of(value, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
