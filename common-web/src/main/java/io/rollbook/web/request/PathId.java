package io.rollbook.web.request;

import io.rollbook.api.error.InvalidInput;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** Reads the {@code id} of a user or a role from a path or a query. */
public final class PathId {

    // Nine digits always fit an int; no id grows longer than that.
    private static final Pattern INTEGER = Pattern.compile("[1-9][0-9]{0,8}");

    private PathId() {}

    /**
     * The id written as {@code text}.
     *
     * @throws InvalidInput when it is no positive integer of at most nine digits
     */
    public static <T> T parse(String text, IntFunction<T> type) {
        if (!INTEGER.matcher(text).matches()) {
            throw new InvalidInput("id", "must be a positive integer");
        }
        return type.apply(Integer.parseInt(text));
    }
}
