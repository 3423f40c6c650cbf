package io.rollbook.web.request;

import org.jspecify.annotations.Nullable;

/**
 * A field that must have been sent, to be looked into once {@link RequestFields#verify()} has found nothing wrong.
 *
 * @param <T> the field's type
 */
public final class Field<T> {

    private final @Nullable T value;

    Field(@Nullable T value) {
        this.value = value;
    }

    /** The value sent. */
    public T get() {
        if (value == null) {
            throw new IllegalStateException("verify() comes first");
        }
        return value;
    }

    /** The value sent, or {@code null} when it was missing, wrong or sent back unchanged: for a rule that looks at several fields. */
    public @Nullable T orNull() {
        return value;
    }
}
