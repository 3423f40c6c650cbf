package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings a value into the form in which indexes compare it: equal to the query matcher means equal here, and the order
 * is the one a sort uses.
 *
 * <p>That holds for null (and a missing field), for numbers that a double represents without loss, for strings, UUIDs,
 * object ids, booleans and dates. Everything else is irregular: an index keeps such documents aside and offers
 * them to every query, which then decides by itself.
 */
final class SearchValue {

    /** Stands for a value that indexes do not order: arrays, documents, decimals, very large numbers and the like. */
    private enum Irregular {
        VALUE
    }

    private static final long LARGEST_EXACT_INTEGER = 1L << 53;
    // The sort of the server library truncates fractions when it compares them with numbers beyond an int.
    private static final double LARGEST_FRACTION = Integer.MAX_VALUE;

    private SearchValue() {}

    /** The value to compare by, or one that {@link #isIrregular}. */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Missing missing -> null;
            case String string -> string;
            case Integer number -> number.doubleValue();
            case Long number -> isExact(number) ? (Object) number.doubleValue() : Irregular.VALUE;
            case Double number -> isExact(number) ? (Object) (number + 0.0) : Irregular.VALUE; // -0.0 becomes 0.0
            case Boolean flag -> flag;
            case Instant instant -> instant;
            case ObjectId id -> id;
            case UUID id -> id;
            default -> Irregular.VALUE;
        };
    }

    static boolean isIrregular(@Nullable Object searchValue) {
        return searchValue instanceof Irregular;
    }

    private static boolean isExact(long number) {
        return -LARGEST_EXACT_INTEGER <= number && number <= LARGEST_EXACT_INTEGER;
    }

    private static boolean isExact(double number) {
        return Math.abs(number) <= (number == Math.rint(number) ? LARGEST_EXACT_INTEGER : LARGEST_FRACTION);
    }

    /** Compares two values of {@link #of}, neither of them irregular. */
    static int compare(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String first && right instanceof String second) {
            return first.compareTo(second);
        }
        if (left instanceof Double first && right instanceof Double second) {
            return Double.compare(first, second);
        }
        var byType = Integer.compare(typeOrder(left), typeOrder(right));
        if (byType != 0 || left == null || right == null) {
            return byType;
        }
        return switch (left) {
            case UUID id -> id.toString().compareTo(right.toString());
            case ObjectId id -> id.compareTo((ObjectId) right);
            case Boolean flag -> flag.compareTo((Boolean) right);
            case Instant instant -> instant.compareTo((Instant) right);
            default -> throw new IllegalArgumentException("Not a search value: " + left.getClass());
        };
    }

    /** The order of types that MongoDB documents for comparisons and sorts. */
    private static int typeOrder(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Double number -> 1;
            case String string -> 2;
            case UUID id -> 3;
            case ObjectId id -> 4;
            case Boolean flag -> 5;
            case Instant instant -> 6;
            default -> throw new IllegalArgumentException("Not a search value: " + value.getClass());
        };
    }
}
