package io.rollbook.api.event;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What an event says of one field. In JSON: the field is absent, {@code null}, has a value, or is
 * <code>{"forgotten": true}</code>.
 *
 * @param <T> the field's type, which is no object in JSON
 */
@JsonSerialize(using = ChangeWriter.class)
@JsonDeserialize(using = ChangeReader.class)
public sealed interface Change<T> {

    /** The one member of the JSON object that stands for {@link Forgotten}. */
    String FORGOTTEN = "forgotten";

    /** The event does not concern the field. */
    record Unchanged<T>() implements Change<T> {}

    /** The field has no value from now on. */
    record Cleared<T>() implements Change<T> {}

    /** The field has this value from now on. */
    record Given<T>(T value) implements Change<T> {}

    /** The field was given a value, which the erasure of the person has made unreadable. */
    record Forgotten<T>() implements Change<T> {}

    /** What leads from one value to the other. */
    static <T> Change<T> between(@Nullable T before, @Nullable T after) {
        if (Objects.equals(before, after)) {
            return new Unchanged<>();
        }
        return after == null ? new Cleared<>() : new Given<>(after);
    }

    /** The value after the event, given that before it; {@code null} when there is none or it is forgotten. */
    default @Nullable T applyTo(@Nullable T before) {
        return switch (this) {
            case Unchanged<T>() -> before;
            case Given<T>(var value) -> value;
            case Cleared<T>() -> null;
            case Forgotten<T>() -> null;
        };
    }

    /** The value that the event gives. */
    default Optional<T> given() {
        return this instanceof Given<T>(var value) ? Optional.of(value) : Optional.empty();
    }
}
