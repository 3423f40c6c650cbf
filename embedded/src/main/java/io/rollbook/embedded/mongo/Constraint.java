package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a query demands of one field, as far as an index can use it: single values, or a range. Whatever it leaves out
 * is checked on the documents afterwards, so it may demand too little but never too much.
 *
 * @param points the values the field may have, different and in order; empty if there is no such demand
 * @param lower the lower bound, if any
 * @param upper the upper bound, if any
 */
record Constraint(
        List<@Nullable Object> points,
        @Nullable Bound lower,
        @Nullable Bound upper) {

    /**
     * An end of a range.
     *
     * @param value a regular search value, not null
     * @param inclusive whether the value itself is in the range
     */
    record Bound(Object value, boolean inclusive) {}

    boolean isRange() {
        return lower != null || upper != null;
    }

    /** The constraints of a query by field; a field without a usable one is absent. */
    static Map<String, Constraint> of(Document query) {
        var constraints = new HashMap<String, Constraint>();
        collect(query, constraints);
        return constraints;
    }

    private static void collect(Document query, Map<String, Constraint> constraints) {
        query.forEach((field, demand) -> {
            if (field.equals("$and") && demand instanceof Collection<?> parts) {
                for (var part : parts) {
                    if (part instanceof Document conjunct) {
                        collect(conjunct, constraints);
                    }
                }
            } else if (!field.startsWith("$")) {
                var constraint = ofField(demand);
                if (constraint != null) {
                    constraints.merge(field, constraint, Constraint::and);
                }
            }
        });
    }

    /** Both hold; one of them is enough to find the documents, so the sharper one is kept. */
    private Constraint and(Constraint other) {
        if (!points.isEmpty() || !other.points.isEmpty()) {
            var thisIsSharper = other.points.isEmpty() || (!points.isEmpty() && points.size() <= other.points.size());
            return thisIsSharper ? this : other;
        }
        return new Constraint(List.of(), lower != null ? lower : other.lower, upper != null ? upper : other.upper);
    }

    private static @Nullable Constraint ofField(@Nullable Object demand) {
        if (BsonRegularExpression.isRegularExpression(demand)) {
            var prefix = literalPrefix(BsonRegularExpression.convertToRegularExpression(demand));
            return prefix.isEmpty() ? null : range(new Bound(prefix, true), new Bound(firstStringAfter(prefix), false));
        }
        if (demand instanceof Document operators) {
            return ofOperators(operators);
        }
        return points(List.of(new Holder(demand)));
    }

    private static @Nullable Constraint ofOperators(Document operators) {
        if (operators.containsKey("$eq") && !BsonRegularExpression.isRegularExpression(operators.get("$eq"))) {
            return points(List.of(new Holder(operators.get("$eq"))));
        }
        if (operators.get("$in") instanceof Collection<?> values) {
            return points(values.stream().map(Holder::new).toList());
        }
        var lower = bound(operators, "$gt", "$gte");
        var upper = bound(operators, "$lt", "$lte");
        return lower == null && upper == null ? null : range(lower, upper);
    }

    private static Constraint range(@Nullable Bound lower, @Nullable Bound upper) {
        return new Constraint(List.of(), lower, upper);
    }

    /** Lets a null be an element of a list that otherwise refuses it. */
    private record Holder(@Nullable Object value) {}

    private static @Nullable Constraint points(List<Holder> values) {
        var points = new TreeSet<@Nullable Object>(SearchValue::compare);
        for (var value : values) {
            var point = SearchValue.of(value.value());
            if (SearchValue.isIrregular(point)) {
                return null;
            }
            points.add(point);
        }
        return points.isEmpty() ? null : new Constraint(new ArrayList<>(points), null, null);
    }

    private static @Nullable Bound bound(Document operators, String exclusive, String inclusive) {
        for (var operator : List.of(exclusive, inclusive)) {
            var value = SearchValue.of(operators.get(operator));
            if (value != null && !SearchValue.isIrregular(value)) {
                return new Bound(value, operator.equals(inclusive));
            }
        }
        return null;
    }

    /**
     * The text with which every match of an anchored expression ({@code ^abc}, {@code ^\Qa.b\E}) begins, or the empty
     * string. An expression matches strings only, as in MongoDB.
     */
    static String literalPrefix(BsonRegularExpression expression) {
        var pattern = expression.getPattern();
        var options = expression.getOptions();
        if (!pattern.startsWith("^") || (options != null && !options.isEmpty())) {
            return "";
        }
        var prefix = new StringBuilder();
        var i = 1;
        while (i < pattern.length()) {
            var c = pattern.charAt(i);
            if (pattern.startsWith("\\Q", i)) {
                var end = pattern.indexOf("\\E", i);
                if (end < 0) {
                    return prefix.append(pattern.substring(i + 2)).toString();
                }
                var quoted = pattern.substring(i + 2, end);
                i = end + 2;
                prefix.append(quoted);
            } else if (c == '\\' && i + 1 < pattern.length() && !Character.isLetterOrDigit(pattern.charAt(i + 1))) {
                prefix.append(pattern.charAt(i + 1));
                i += 2;
            } else if ("\\^$.|?*+()[]{}".indexOf(c) < 0) {
                prefix.append(c);
                i++;
            } else {
                break;
            }
        }
        var rest = pattern.substring(i);
        if (rest.contains("|")) {
            return ""; // an alternative may begin with anything
        }
        if (!prefix.isEmpty() && !rest.isEmpty() && "?*{".indexOf(rest.charAt(0)) >= 0) {
            // The quantifier makes the last character optional. It may be half of a surrogate pair.
            prefix.setLength(prefix.offsetByCodePoints(prefix.length(), -1));
        }
        return prefix.toString();
    }

    private static String firstStringAfter(String prefix) {
        for (var i = prefix.length() - 1; i >= 0; i--) {
            var c = prefix.charAt(i);
            if (c < Character.MAX_VALUE) {
                return prefix.substring(0, i) + (char) (c + 1);
            }
        }
        return prefix + Character.MAX_VALUE;
    }
}
