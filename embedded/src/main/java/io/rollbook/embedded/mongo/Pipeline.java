package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation pipeline whose first stages are a query.
 *
 * @param filter what {@code $match} at its beginning demands; empty without one
 * @param sort the {@code $sort} after it, if any
 * @param skip the {@code $skip} after that, or 0
 * @param limit the {@code $limit} after that, or 0 for none
 * @param rest the other stages
 */
record Pipeline(Document filter, @Nullable Document sort, int skip, int limit, List<Document> rest) {

    static Pipeline of(List<Document> stages) {
        var next = 0;
        var filter = new Document();
        Document sort = null;
        if (stage(stages, next, "$match") instanceof Document match) {
            filter = match;
            next++;
        }
        if (stage(stages, next, "$sort") instanceof Document order && !order.isEmpty()) {
            sort = order;
            next++;
        }
        var skip = count(stage(stages, next, "$skip"));
        if (skip > 0) {
            next++;
        }
        var limit = count(stage(stages, next, "$limit"));
        if (limit > 0) {
            next++;
        }
        return new Pipeline(filter, sort, skip, limit, List.copyOf(stages.subList(next, stages.size())));
    }

    private static @Nullable Object stage(List<Document> stages, int index, String name) {
        return index < stages.size() && stages.get(index).size() == 1
                ? stages.get(index).get(name)
                : null;
    }

    /** The number, or 0 if there is none or the library had better refuse or handle it itself. */
    private static int count(@Nullable Object value) {
        return value instanceof Number number && number.longValue() > 0 && number.longValue() < Integer.MAX_VALUE
                ? number.intValue()
                : 0;
    }

    /** The documents that reach the {@link #rest}. */
    Stream<Document> source(IndexedCollection collection) {
        var found = collection.find(filter, sort, skip, limit).stream();
        // This stage writes into sub-documents of its input.
        return rest.toString().contains("$addFields") ? found.map(Document::cloneDeeply) : found;
    }

    /**
     * The result, if all that the pipeline does is to count, as {@code countDocuments} of the drivers does: {@code
     * {$group: {_id: 1, n: {$sum: 1}}}}.
     */
    @Nullable
    List<Document> counted(IndexedCollection collection) {
        if (rest.size() != 1 || !(stage(rest, 0, "$group") instanceof Document group) || group.size() != 2) {
            return null;
        }
        if (!(group.get("_id") instanceof Number constant)) {
            return null;
        }
        for (var field : group.entrySet()) {
            if (field.getValue() instanceof Document sum && sum.equals(new Document(Map.of("$sum", 1)))) {
                var count = collection.count(filter, skip, limit);
                return count == 0 ? List.of() : List.of(new Document("_id", constant).append(field.getKey(), count));
            }
        }
        return null;
    }
}
