package io.rollbook.api.integration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.IdNumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The small integer that names a user's integration; the aggregate's identifier is {@code userIntegration-<n>}.
 *
 * @param value at least 1
 */
public record UserIntegrationId(@JsonValue int value) {

    /** The prefix of the aggregate's identifier. */
    public static final String PREFIX = "userIntegration-";

    // The contract writes the path as userIntegration:id, and clients read that in each of these ways.
    private static final Pattern PATH = Pattern.compile("(?:userIntegration[-:])?([1-9][0-9]*)");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserIntegrationId {
        if (value < 1) {
            throw new InvalidValue("must be a positive integer");
        }
    }

    /** Reads {@code userIntegration-7}, {@code userIntegration:7} or {@code 7}; empty for anything else. */
    public static Optional<UserIntegrationId> parse(String text) {
        var matcher = PATH.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new UserIntegrationId(IdNumber.parse(matcher.group(1)).orElseThrow()));
    }

    /** The aggregate's identifier. */
    @Override
    public String toString() {
        return PREFIX + value;
    }
}
