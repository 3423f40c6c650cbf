package io.rollbook.api.role;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rollbook.api.error.InvalidValue;

/**
 * The small integer that names a role; the aggregate's identifier is {@code role-<id>}.
 *
 * @param value at least 1
 */
public record RoleId(@JsonValue int value) {

    /** The prefix of the aggregate's identifier. */
    public static final String PREFIX = "role-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RoleId {
        if (value < 1) {
            throw new InvalidValue("must be a positive integer");
        }
    }

    /** The aggregate's identifier. */
    @Override
    public String toString() {
        return PREFIX + value;
    }
}
