package io.rollbook.api.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.UUID;

/**
 * What names one session of a person: everything that was given out for one signing in. It opens nothing by itself.
 *
 * @param value never that of another session
 */
public record SessionId(@JsonValue UUID value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {}

    /** A new random id. */
    public static SessionId random() {
        return new SessionId(UUID.randomUUID());
    }

    /** The one written as {@code text}, in the form of {@link #toString}; empty when it is none. */
    public static Optional<SessionId> parse(String text) {
        try {
            return Optional.of(new SessionId(UUID.fromString(text)))
                    .filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
