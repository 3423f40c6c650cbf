package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The positions of all documents of a collection, ordered by the values of an index's fields.
 *
 * <p>A document with an irregular value (see {@link SearchValue}) in one of the fields has no place in that order; it
 * is kept in {@link #irregular()} and is a candidate for every query.
 */
final class KeyedPositions {

    /**
     * A document's place in the order, or a boundary between places.
     *
     * <p>A boundary may have fewer parts than the index: {@link #BEFORE} all entries that begin with them, or {@link
     * #AFTER} them.
     */
    static final class Entry {

        static final int BEFORE = -1;
        static final int AFTER = Integer.MAX_VALUE;

        private final @Nullable Object[] parts;
        private final int position;

        Entry(@Nullable Object[] parts, int position) {
            this.parts = parts;
            this.position = position;
        }

        int position() {
            return position;
        }

        @Nullable
        Object part(int index) {
            return parts[index];
        }
    }

    private final List<IndexKey> keys;
    private final NavigableSet<Entry> entries = new TreeSet<>(this::compare);
    private final NavigableSet<Integer> irregular = new TreeSet<>();

    KeyedPositions(List<IndexKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Whether the fields can be kept in order at all: not those that reach into an array by number, or wildcards. */
    static boolean canOrder(List<IndexKey> keys) {
        return keys.stream()
                .flatMap(key -> Arrays.stream(key.getKey().split("\\.", -1)))
                .noneMatch(step ->
                        step.isEmpty() || step.startsWith("$") || step.chars().allMatch(Character::isDigit));
    }

    List<IndexKey> keys() {
        return keys;
    }

    NavigableSet<Entry> entries() {
        return entries;
    }

    NavigableSet<Integer> irregular() {
        return irregular;
    }

    int size() {
        return entries.size() + irregular.size();
    }

    void add(Document document, int position) {
        var parts = parts(document);
        if (parts == null) {
            irregular.add(position);
        } else {
            entries.add(new Entry(parts, position));
        }
    }

    void remove(Document document, int position) {
        var parts = parts(document);
        if (parts == null) {
            irregular.remove(position);
        } else {
            entries.remove(new Entry(parts, position));
        }
    }

    /** Whether both documents have the same, regular place. */
    boolean samePlace(Document left, Document right) {
        var leftParts = parts(left);
        var rightParts = parts(right);
        return leftParts != null && rightParts != null && Arrays.equals(leftParts, rightParts);
    }

    private @Nullable Object @Nullable [] parts(Document document) {
        var parts = new @Nullable Object[keys.size()];
        for (var i = 0; i < parts.length; i++) {
            var field = keys.get(i).getKey();
            var value = field.indexOf('.') < 0
                    ? document.get(field)
                    : Utils.getSubdocumentValueCollectionAware(document, field);
            parts[i] = SearchValue.of(value);
            if (SearchValue.isIrregular(parts[i])) {
                return null;
            }
        }
        return parts;
    }

    /** Compares the given part of two entries, in the direction of the index. */
    int comparePart(int part, Entry left, Entry right) {
        var ascending = SearchValue.compare(left.parts[part], right.parts[part]);
        return keys.get(part).isAscending() ? ascending : -ascending;
    }

    private int compare(Entry left, Entry right) {
        var common = Math.min(left.parts.length, right.parts.length);
        for (var part = 0; part < common; part++) {
            var byPart = comparePart(part, left, right);
            if (byPart != 0) {
                return byPart;
            }
        }
        if (left.parts.length == right.parts.length) {
            return Integer.compare(left.position, right.position);
        }
        return left.parts.length < right.parts.length
                ? (left.position == Entry.BEFORE ? -1 : 1)
                : (right.position == Entry.BEFORE ? 1 : -1);
    }

    /** The entries between two boundaries. */
    NavigableSet<Entry> between(Entry from, Entry to) {
        return compare(from, to) < 0 ? entries.subSet(from, false, to, false) : Collections.emptyNavigableSet();
    }
}
