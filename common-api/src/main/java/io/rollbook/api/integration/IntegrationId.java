package io.rollbook.api.integration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rollbook.api.error.InvalidValue;
import java.util.regex.Pattern;

/**
 * The frontend's own catalogue key of an integration.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens
 */
public record IntegrationId(@JsonValue String value) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IntegrationId {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValue("must have 1 to 64 letters, digits, dots, underscores or hyphens");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
