package io.rollbook.api.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.IdNumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The small integer that names a user; the aggregate's identifier is {@code user-<id>}.
 *
 * @param value at least 1
 */
public record UserId(@JsonValue int value) {

    /** The prefix of the aggregate's identifier. */
    public static final String PREFIX = "user-";

    private static final Pattern IDENTIFIER = Pattern.compile("user-([1-9][0-9]*)");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {
        if (value < 1) {
            throw new InvalidValue("must be a positive integer");
        }
    }

    /** The user whose aggregate identifier is {@code identifier}, empty when it is none. */
    public static Optional<UserId> parse(String identifier) {
        var matcher = IDENTIFIER.matcher(identifier);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new UserId(IdNumber.parse(matcher.group(1)).orElseThrow()));
    }

    /** The aggregate's identifier. */
    @Override
    public String toString() {
        return PREFIX + value;
    }
}
