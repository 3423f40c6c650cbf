package io.rollbook.api.user;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a partial update does to one field: leaves it, clears it, or gives it a value.
 *
 * @param <T> the field's type
 */
public sealed interface Edit<T> {

    /** The field was absent: it stays as it is. */
    record Keep<T>() implements Edit<T> {}

    /** The field was {@code null}: it has no value from now on. */
    record Clear<T>() implements Edit<T> {}

    /** The field has this value from now on. */
    record Put<T>(T value) implements Edit<T> {}

    static <T> Edit<T> keep() {
        return new Keep<>();
    }

    static <T> Edit<T> clear() {
        return new Clear<>();
    }

    static <T> Edit<T> put(T value) {
        return new Put<>(value);
    }

    /** The field's text after the edit, given its text before. */
    default <V> @Nullable V applyTo(@Nullable V before, Function<T, V> plain) {
        return switch (this) {
            case Keep<T>() -> before;
            case Clear<T>() -> null;
            case Put<T>(var value) -> plain.apply(value);
        };
    }
}
