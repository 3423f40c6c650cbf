package io.rollbook.query.projection;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of one projection. What is deleted is not there. While the projection is being filled for the first
 * time nothing can be read, so that nobody takes a part for the whole.
 *
 * <p>Every method throws {@link Unavailable} when the read model is being filled or the database is away.
 */
public final class ReadModel<D> {
    /** The stored field of the document's id. */
    public static final String ID = StateStore.ID;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Projection<D, ?> projection;
    private final Supplier<MongoCollection<Document>> live;
    private final BooleanSupplier filled;

    ReadModel(Projection<D, ?> projection, Supplier<MongoCollection<Document>> live, BooleanSupplier filled) {
        this.projection = projection;
        this.live = live;
        this.filled = filled;
    }

    /** What the identifiers of its aggregates begin with. */
    public String aggregatePrefix() {
        return projection.aggregatePrefix();
    }

    /** Whether the read model has been filled. */
    public boolean filled() {
        return filled.getAsBoolean();
    }

    /** The document with that id. */
    public Optional<D> find(int id) {
        return first(Filters.eq(ID, id));
    }

    /** The version of the aggregate with that id, deleted or not; empty when nothing is known of it. */
    public OptionalLong version(int id) {
        return reading(collection -> {
            var stored = collection
                    .find(Filters.eq(ID, id))
                    .projection(Projections.include(StateStore.VERSION))
                    .first();
            return stored == null ? OptionalLong.empty() : OptionalLong.of(stored.getLong(StateStore.VERSION));
        });
    }

    /** One document that matches. The filter must be one that no deleted document can match but by its id. */
    public Optional<D> first(Bson filter) {
        return reading(collection -> Optional.ofNullable(collection.find(filter).first())
                .filter(ReadModel::present)
                .map(projection::read));
    }

    /** How many documents match. */
    public long count(Bson filter) {
        return reading(collection -> collection.countDocuments(undeleted(filter)));
    }

    /**
     * A stretch of the documents that match.
     *
     * @param skip how many to leave out before the first, at least 0
     * @param limit the most to return, at least 1
     */
    public List<D> page(Bson filter, Bson sort, int skip, int limit) {
        return reading(collection -> collection
                .find(undeleted(filter))
                .sort(sort)
                .skip(skip)
                .limit(limit)
                .batchSize(limit)
                .map(projection::read)
                .into(new ArrayList<>()));
    }

    /**
     * All documents that match, in constant memory. The first of them have been read when this returns; the rest may
     * fail while the stream is read. The stream must be closed.
     */
    public Stream<D> stream(Bson filter, Bson sort) {
        return reading(collection -> stream(collection.find(undeleted(filter)).sort(sort)));
    }

    private Stream<D> stream(FindIterable<Document> found) {
        var cursor = found.batchSize(1000).cursor();
        var rest = new Iterator<Document>() {
            @Override
            public boolean hasNext() {
                return translated(cursor::hasNext);
            }

            @Override
            public Document next() {
                return translated(cursor::next);
            }
        };
        var documents = Spliterators.spliteratorUnknownSize(rest, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(documents, false).onClose(cursor::close).map(projection::read);
    }

    private <T> T reading(Function<MongoCollection<Document>, T> query) {
        if (!filled()) {
            throw new Unavailable("the read model is being filled", RETRY_AFTER);
        }
        return translated(() -> query.apply(live.get()));
    }

    private static <T> T translated(Supplier<T> query) {
        try {
            return query.get();
        } catch (MongoException e) {
            if (away(e)) {
                throw new Unavailable("the read model cannot be reached", RETRY_AFTER, e);
            }
            throw e;
        }
    }

    /** Whether {@code e} says that the database cannot be reached, or serves nobody now. */
    static boolean away(RuntimeException e) {
        return e instanceof MongoTimeoutException
                || e instanceof MongoSocketException
                || e instanceof MongoExecutionTimeoutException
                || e instanceof MongoNotPrimaryException
                || e instanceof MongoNodeIsRecoveringException;
    }

    private static boolean present(@Nullable Document stored) {
        return stored != null && !stored.getBoolean(StateStore.DELETED, false);
    }

    private static Bson undeleted(Bson filter) {
        return Filters.and(filter, Filters.ne(StateStore.DELETED, true));
    }
}
