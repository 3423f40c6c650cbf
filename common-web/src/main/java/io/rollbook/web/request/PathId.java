package io.rollbook.web.request;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.value.IdNumber;
import java.util.function.IntFunction;

/** Reads the {@code id} of a user or a role from a path or a query. */
public final class PathId {

    private PathId() {}

    /**
     * The id written as {@code text}.
     *
     * @throws InvalidInput when it is no positive integer
     */
    public static <T> T parse(String text, IntFunction<T> type) {
        return type.apply(IdNumber.parse(text).orElseThrow(() -> new InvalidInput("id", "must be a positive integer")));
    }
}
