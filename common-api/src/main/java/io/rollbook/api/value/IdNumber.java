package io.rollbook.api.value;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The number in an identifier as a client writes it: a positive integer of whatever length, without leading zeros. One that
 * is larger than every number we hand out is well-formed all the same, and names nothing.
 */
public final class IdNumber {

    /** Stands for every number that is never handed out; the sequences end before it. */
    public static final int UNASSIGNED = Integer.MAX_VALUE;

    private static final Pattern WRITTEN = Pattern.compile("[1-9][0-9]*");

    private IdNumber() {}

    /** The number written as {@code text}, {@link #UNASSIGNED} for a larger one; empty when it is no positive integer. */
    public static OptionalInt parse(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        // Eighteen digits always fit a long.
        return OptionalInt.of(text.length() > 18 ? UNASSIGNED : (int) Math.min(UNASSIGNED, Long.parseLong(text)));
    }
}
