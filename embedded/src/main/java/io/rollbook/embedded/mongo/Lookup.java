package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The positions of all documents of a collection by the value of one field, in the order of a sort by that field.
 *
 * <p>Arrays, documents, decimals, very large numbers and the like have no place in that order. Documents with such a value are
 * kept aside and are candidates for every query.
 */
final class Lookup {

    private static final Object NO_PLACE = new Object();
    private static final Set<Class<?>> ORDERED =
            Set.of(String.class, Boolean.class, Instant.class, ObjectId.class, UUID.class);
    private static final double EXACT_INTEGERS = 1L << 53;
    // The sort of the server library truncates fractions when it compares them with numbers beyond an int.
    private static final double EXACT_FRACTIONS = Integer.MAX_VALUE;

    // Nothing but characters that stand for themselves, some of them escaped.
    private static final Pattern PREFIX = Pattern.compile("\\^((?:[^\\\\^$.|?*+()\\[\\]{}]|\\\\[^A-Za-z0-9])*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private final String field;
    private final NavigableMap<@Nullable Object, List<Integer>> positions = new TreeMap<>(Lookup::compare);
    private final BitSet aside = new BitSet();

    Lookup(String field) {
        this.field = field;
    }

    void add(Document document, int position) {
        var key = key(document);
        if (key == NO_PLACE) {
            aside.set(position);
        } else {
            var alike = positions.computeIfAbsent(key, any -> new ArrayList<>(1));
            alike.add(-1 - Collections.binarySearch(alike, position), position);
        }
    }

    void remove(Document document, int position) {
        var key = key(document);
        var alike = key == NO_PLACE ? null : positions.get(key);
        if (alike == null) {
            aside.clear(position);
        } else if (alike.size() == 1) {
            positions.remove(key);
        } else {
            alike.remove(Collections.binarySearch(alike, position));
        }
    }

    /** Most changes leave the place as it is, and many documents may share it. */
    void replace(Document oldDocument, Document newDocument, int position) {
        if (!Objects.equals(key(oldDocument), key(newDocument))) {
            remove(oldDocument, position);
            add(newDocument, position);
        }
    }

    /** The positions of those that may meet a query's demand on the field, or null if all may. */
    @Nullable
    BitSet candidates(@Nullable Object demand) {
        if (BsonRegularExpression.isRegularExpression(demand)) {
            return matching(BsonRegularExpression.convertToRegularExpression(demand));
        }
        if (!(demand instanceof Document operators)) {
            return having(Collections.singletonList(demand));
        }
        if (operators.containsKey("$eq")) {
            return having(Collections.singletonList(operators.get("$eq")));
        }
        return operators.get("$in") instanceof Collection<?> values ? having(values) : null;
    }

    /** The positions of those that have that value and no others, or null if this cannot tell. */
    @Nullable
    BitSet exactly(@Nullable Object value) {
        return aside.isEmpty() && (value instanceof String || value instanceof Boolean || value instanceof Integer)
                ? having(List.of(value))
                : null;
    }

    /**
     * All positions in the order of the field, or null if some have no place in it. Those with equal values come together, in the
     * natural order of the collection.
     */
    @Nullable
    Stream<List<Integer>> inOrder(boolean ascending) {
        return aside.isEmpty() ? (ascending ? positions : positions.descendingMap()).values().stream() : null;
    }

    private @Nullable BitSet having(Collection<?> values) {
        var found = (BitSet) aside.clone();
        for (var value : values) {
            var key = place(value);
            if (key == NO_PLACE) {
                return null;
            }
            positions.getOrDefault(key, List.of()).forEach(found::set);
        }
        return found;
    }

    private @Nullable BitSet matching(BsonRegularExpression expression) {
        var literal = PREFIX.matcher(expression.getPattern());
        var options = expression.getOptions();
        if (!literal.matches() || (options != null && !options.isEmpty())) {
            return null;
        }
        var prefix = ESCAPE.matcher(literal.group(1)).replaceAll("$1");
        var found = (BitSet) aside.clone();
        for (var alike : positions.tailMap(prefix, true).entrySet()) {
            if (!(alike.getKey() instanceof String text) || !text.startsWith(prefix)) {
                break;
            }
            alike.getValue().forEach(found::set);
        }
        return found;
    }

    private @Nullable Object key(Document document) {
        return place(
                field.indexOf('.') < 0
                        ? document.get(field)
                        : Utils.getSubdocumentValueCollectionAware(document, field));
    }

    private static @Nullable Object place(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Missing missing -> null;
            case Integer number -> number;
            case Long number -> Math.abs(number.doubleValue()) < EXACT_INTEGERS ? value : NO_PLACE;
            case Double number -> isExact(number) ? value : NO_PLACE;
            default -> ORDERED.contains(value.getClass()) ? value : NO_PLACE;
        };
    }

    // As the library does, but most values are texts.
    private static int compare(@Nullable Object left, @Nullable Object right) {
        return left instanceof String first && right instanceof String second
                ? first.compareTo(second)
                : ValueComparator.ascWithoutListHandling().compare(left, right);
    }

    private static boolean isExact(double number) {
        return Math.abs(number) < (number == Math.rint(number) ? EXACT_INTEGERS : EXACT_FRACTIONS);
    }
}
