package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import io.rollbook.embedded.mongo.Constraint.Bound;
import io.rollbook.embedded.mongo.KeyedPositions.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One way through one index to the documents that may match a query: the parts of the index that equal given values,
 * and a range of the part after them.
 */
final class AccessPath {

    /** More combinations of single values than this are not looked up one by one. */
    private static final int MOST_PREFIXES = 20_000;

    private final KeyedPositions index;
    private final List<@Nullable Object[]> prefixes;
    private final @Nullable Constraint range;

    private AccessPath(KeyedPositions index, List<@Nullable Object[]> prefixes, @Nullable Constraint range) {
        this.index = index;
        this.prefixes = prefixes;
        this.range = range;
    }

    /** The narrowest way through the index for these constraints; through all of it if it can use none of them. */
    static AccessPath through(KeyedPositions index, Map<String, Constraint> constraints) {
        List<@Nullable Object[]> prefixes = new ArrayList<>();
        prefixes.add(new @Nullable Object[0]);
        for (var key : index.keys()) {
            var constraint = constraints.get(key.getKey());
            if (constraint == null) {
                break;
            }
            if (constraint.points().isEmpty()) {
                return new AccessPath(index, prefixes, constraint);
            }
            if ((long) prefixes.size() * constraint.points().size() > MOST_PREFIXES) {
                break;
            }
            prefixes = extended(prefixes, constraint.points());
        }
        return new AccessPath(index, prefixes, null);
    }

    private static List<@Nullable Object[]> extended(List<@Nullable Object[]> prefixes, List<@Nullable Object> points) {
        var extended = new ArrayList<@Nullable Object[]>(prefixes.size() * points.size());
        for (var prefix : prefixes) {
            for (var point : points) {
                extended.add(with(prefix, point));
            }
        }
        return extended;
    }

    private static @Nullable Object[] with(@Nullable Object[] prefix, @Nullable Object part) {
        var longer = Arrays.copyOf(prefix, prefix.length + 1);
        longer[prefix.length] = part;
        return longer;
    }

    /** How many parts of the index are fixed to single values. */
    int fixedParts() {
        return prefixes.getFirst().length;
    }

    /** Whether this way avoids any document at all. */
    boolean narrows() {
        return fixedParts() > 0 || range != null;
    }

    /** Whether this way avoids at least what the other one avoids, as far as the kind of the constraints tells. */
    boolean narrowsAsMuchAs(AccessPath other) {
        return selectivity() >= other.selectivity();
    }

    private int selectivity() {
        var whole = fixedParts() == index.keys().size();
        return 4 * fixedParts() + (range != null ? 2 : 0) + (whole ? 1 : 0);
    }

    /** How many documents the index holds. */
    int indexSize() {
        return index.size();
    }

    /** The positions on this way, in the natural order of the collection. */
    PrimitiveIterator.OfInt positions() {
        if (prefixes.size() == 1
                && fixedParts() == index.keys().size()
                && index.irregular().isEmpty()) {
            // Within one key the index is in natural order already.
            return entries(prefixes.getFirst()).stream()
                    .mapToInt(Entry::position)
                    .iterator();
        }
        return sortedPositions().iterator();
    }

    /** Like {@link #positions()}, all at once. */
    IntStream sortedPositions() {
        var onTheWay = prefixes.stream()
                .flatMapToInt(prefix -> entries(prefix).stream().mapToInt(Entry::position));
        var aside = index.irregular().stream().mapToInt(Integer::intValue);
        return IntStream.of(IntStream.concat(onTheWay, aside).sorted().toArray());
    }

    private NavigableSet<Entry> entries(@Nullable Object[] prefix) {
        var ascending = prefix.length == index.keys().size()
                || index.keys().get(prefix.length).isAscending();
        var first = range == null ? null : ascending ? range.lower() : range.upper();
        var last = range == null ? null : ascending ? range.upper() : range.lower();
        return index.between(boundary(prefix, first, Entry.BEFORE), boundary(prefix, last, Entry.AFTER));
    }

    /** @param side on which side of the whole range the boundary lies */
    private static Entry boundary(@Nullable Object[] prefix, @Nullable Bound bound, int side) {
        if (bound == null) {
            return new Entry(prefix, side);
        }
        var inwards = side == Entry.BEFORE ? Entry.AFTER : Entry.BEFORE;
        return new Entry(with(prefix, bound.value()), bound.inclusive() ? side : inwards);
    }

    /**
     * This way in the order of a sort, or null if the index does not have that order. Documents that the sort considers
     * equal come in the natural order of the collection, as from a stable sort.
     */
    @Nullable
    Iterator<Integer> positionsInOrderOf(Document sort) {
        if (prefixes.size() != 1 || !index.irregular().isEmpty()) {
            return null;
        }
        var part = fixedParts();
        Boolean backwards = null;
        for (var sortKey : sort.entrySet()) {
            if (!(sortKey.getValue() instanceof Number direction)) {
                return null;
            }
            if (isFixed(sortKey.getKey())) {
                continue;
            }
            if (part == index.keys().size() || !index.keys().get(part).getKey().equals(sortKey.getKey())) {
                return null;
            }
            var reversed = index.keys().get(part).isAscending() != direction.intValue() > 0;
            if (backwards != null && backwards != reversed) {
                return null;
            }
            backwards = reversed;
            part++;
        }
        var entries = entries(prefixes.getFirst());
        var inOrder = backwards != null && backwards ? entries.descendingIterator() : entries.iterator();
        return new GroupedPositions(inOrder, fixedParts(), part);
    }

    private boolean isFixed(String field) {
        return index.keys().stream()
                .limit(fixedParts())
                .anyMatch(key -> key.getKey().equals(field));
    }

    /** Puts runs of entries that are equal in the sorted parts into natural order. */
    private final class GroupedPositions implements Iterator<Integer> {

        private final Iterator<Entry> entries;
        private final int fromPart;
        private final int toPart;
        private @Nullable Entry ahead;
        private PrimitiveIterator.OfInt group = IntStream.empty().iterator();

        GroupedPositions(Iterator<Entry> entries, int fromPart, int toPart) {
            this.entries = entries;
            this.fromPart = fromPart;
            this.toPart = toPart;
            this.ahead = entries.hasNext() ? entries.next() : null;
        }

        @Override
        public boolean hasNext() {
            return group.hasNext() || ahead != null;
        }

        @Override
        public Integer next() {
            if (!group.hasNext()) {
                group = nextGroup();
            }
            return group.next();
        }

        private PrimitiveIterator.OfInt nextGroup() {
            var first = ahead;
            if (first == null) {
                throw new NoSuchElementException();
            }
            var positions = IntStream.builder();
            Entry entry = first;
            while (entry != null && sameGroup(first, entry)) {
                positions.add(entry.position());
                entry = entries.hasNext() ? entries.next() : null;
            }
            ahead = entry;
            return positions.build().sorted().iterator();
        }

        private boolean sameGroup(Entry left, Entry right) {
            for (var part = fromPart; part < toPart; part++) {
                if (index.comparePart(part, left, right) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
