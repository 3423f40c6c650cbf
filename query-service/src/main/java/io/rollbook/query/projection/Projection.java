package io.rollbook.query.projection;

import com.mongodb.client.model.IndexModel;
import io.rollbook.api.event.DomainEvent;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How the events of one kind of aggregate become one kind of document. Folding is a pure function, so that it serves the
 * live read model, a rebuild beside it and a reading as of some time alike.
 *
 * @param <D> the document, an immutable record
 * @param <E> the sealed root of the events
 */
public interface Projection<D, E extends DomainEvent> {
    /** A stable word, the collection's name without its version, for example {@code users}. */
    String name();

    /** The version of the document's shape, from 1. Another shape is another collection, built beside the old one. */
    int shapeVersion();

    /** What the identifiers of the aggregates it folds begin with, for example {@code user-}. */
    String aggregatePrefix();

    /** The sealed root of the events it folds. */
    Class<E> events();

    /**
     * The document after {@code event}.
     *
     * @param document the document before it, {@code null} before an aggregate's first event
     * @return the document now, {@code null} when the aggregate is gone for good
     * @throws RuntimeException when the event does not fit the document; it is then a dead letter
     */
    @Nullable
    D fold(@Nullable D document, E event, EventContext context);

    /** Whether {@code event} may come after the aggregate is gone for good. It is then no document still, and one version on. */
    default boolean mayFollowTheEnd(E event) {
        return false;
    }

    /**
     * The document without what tells of a person: as folding would have made it had none of that been readable. A projection
     * of events that tell of persons must have it.
     */
    default D forget(D document) {
        return document;
    }

    /** The stored fields of a document, without {@code _id}, {@code version} and {@code deleted}, which are not its own. */
    Document write(D document);

    /** The document that {@link #write} stored; {@code stored} has {@code _id} too. */
    D read(Document stored);

    /** The indexes that its queries need. */
    List<IndexModel> indexes();

    /** The collection of the shape it has now. */
    default String collection() {
        return name() + "_v" + shapeVersion();
    }
}
