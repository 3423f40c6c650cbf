package io.rollbook.query.projection;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.rollbook.query.platform.MongoOutage;
import io.rollbook.web.envelope.Unavailable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Reads the documents of one projection. What is deleted is not there. While the projection is being filled nothing can be
 * read, so that nobody takes a part for the whole.
 *
 * <p>Every method throws {@link Unavailable} when the read model is being filled, has been lost or the database is away.
 */
public final class ReadModel<D> {
    /** The stored field of the document's id. */
    public static final String ID = StateStore.ID;

    // The server ends a reading like this when the collection goes meanwhile.
    private static final Set<Integer> CUT_OFF = Set.of(43, 175, 237);

    private static final BsonDocument BY_ID = Sorts.ascending(ID).toBsonDocument();

    private final Projection<D, ?> projection;
    private final Filling filling;
    private final BooleanSupplier ready;

    /** @param ready whether all else is there that answers need */
    ReadModel(Projection<D, ?> projection, Filling filling, BooleanSupplier ready) {
        this.projection = projection;
        this.filling = filling;
        this.ready = ready;
    }

    /**
     * Some of many.
     *
     * @param total how many there are
     */
    public record Stretch<T>(long total, List<T> rows) {
        /** The same rows in another shape. */
        public <R> Stretch<R> map(Function<T, R> shape) {
            return new Stretch<>(total, rows.stream().map(shape).toList());
        }
    }

    /** The name of the view. */
    public String view() {
        return projection.name();
    }

    /** What the identifiers begin with of the aggregates that have a document each; empty where none has. */
    public Optional<String> aggregatePrefix() {
        return projection.key() instanceof DocumentKey.OfAggregate<?>(var prefix)
                ? Optional.of(prefix)
                : Optional.empty();
    }

    /** Whether the read model has been filled. */
    public boolean filled() {
        return ready.getAsBoolean() && filling.served();
    }

    /** The document with that id. */
    public Optional<D> find(Object id) {
        return reading(reading -> reading.one(id).filter(ReadModel::present).map(projection::read));
    }

    /** The version of the document with that id, deleted or not; empty when nothing is known of it. */
    public OptionalLong version(Object id) {
        return reading(reading -> reading.one(id).stream()
                .mapToLong(stored -> stored.getLong(StateStore.VERSION))
                .findFirst());
    }

    /** Whether what is read of that aggregate is out of date, because an event of it is a dead letter. */
    public boolean hasDeadLetter(String aggregateId) {
        return reading(reading -> reading.hasDeadLetter(aggregateId));
    }

    /**
     * The document that matches. The filter must be one that few documents match, and no deleted one but by its id.
     */
    public Optional<D> first(Bson filter) {
        return reading(reading -> reading.few(filter).stream()
                .findFirst()
                .filter(ReadModel::present)
                .map(projection::read));
    }

    /**
     * How many documents match, and a stretch of them.
     *
     * @param skip how many to leave out before the first, at least 0
     * @param limit the most to return, at least 1
     */
    public Stretch<D> page(Bson filter, Bson sort, long skip, int limit) {
        return reading(
                reading -> reading.stretch(undeleted(filter), sort, skip, limit).map(projection::read));
    }

    /**
     * All documents that match, in constant memory. The first of them have been read when this returns; the rest may
     * fail while the stream is read, also when it seems to have come to its end. The stream must be closed.
     */
    public Stream<D> stream(Bson filter, Bson sort) {
        return reading(reading -> {
            // With a filter another index may be the better one. Only numbers come before the marker.
            var rows = aggregatePrefix().isPresent()
                            && filter.toBsonDocument().isEmpty()
                            && sort.toBsonDocument().equals(BY_ID)
                    ? reading.allById(undeleted(filter))
                    : reading.all(undeleted(filter), sort);
            // So that nothing is answered with an empty list before that is proven.
            var unused = rows.hasNext();
            return documents(rows).map(projection::read);
        });
    }

    private static Stream<Document> documents(Filling.Reading.Rows rows) {
        var translated = new Iterator<Document>() {
            @Override
            public boolean hasNext() {
                return translated(rows::hasNext);
            }

            @Override
            public Document next() {
                return translated(rows::next);
            }
        };
        var documents = Spliterators.spliteratorUnknownSize(translated, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(documents, false).onClose(rows::close);
    }

    /** The events that it lacks because they could not be folded, in constant memory. The stream must be closed. */
    public Stream<WaitingEvent> deadLetters() {
        return reading(reading -> {
            var rows = reading.deadLetters();
            var unused = rows.hasNext();
            return documents(rows).map(stored -> DeadLetters.shown(view(), stored));
        });
    }

    /** The one way to the documents: what comes back is proven to be of a complete read model that is still there. */
    private <T> T reading(Function<Filling.Reading, T> query) {
        if (!ready.getAsBoolean()) {
            throw new Unavailable("the read model is being filled", Filling.RETRY_AFTER);
        }
        var reading = filling.read();
        return translated(() -> query.apply(reading));
    }

    private static <T> T translated(Supplier<T> query) {
        try {
            return query.get();
        } catch (MongoException e) {
            if (away(e) || CUT_OFF.contains(e.getCode())) {
                throw new Unavailable("the read model cannot be reached", Filling.RETRY_AFTER, e);
            }
            throw e;
        }
    }

    /** Whether {@code e} says that the database cannot be reached, or serves nobody now. */
    static boolean away(RuntimeException e) {
        return MongoOutage.isOne(e);
    }

    private static boolean present(Document stored) {
        return !stored.getBoolean(StateStore.DELETED, false);
    }

    private static Bson undeleted(Bson filter) {
        return Filters.and(filter, Filters.ne(StateStore.DELETED, true));
    }
}
