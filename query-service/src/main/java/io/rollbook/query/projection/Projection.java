package io.rollbook.query.projection;

import com.mongodb.client.model.IndexModel;
import io.rollbook.api.event.DomainEvent;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How events become the documents of one view. There may be many views of one aggregate, and one of several aggregates.
 * Folding is a pure function, so that it serves the live read model, a rebuild beside it and a reading as of some time
 * alike.
 *
 * @param <D> the document, an immutable record
 * @param <E> what the events have in common
 */
public interface Projection<D, E extends DomainEvent> {
    /** What the view is called: a stable word, the collection's name without its version, for example {@code users}. */
    String name();

    /** The version of the document's shape, from 1. Another shape is another collection, built beside the old one. */
    int shapeVersion();

    /**
     * Which events it folds, by their sealed roots or each by itself. Of an aggregate that makes one document these are all
     * there are.
     */
    Set<Class<? extends E>> events();

    /** Which document an event belongs to. */
    DocumentKey<E> key();

    /**
     * Whether it folds what events say of persons, which only one of {@link DocumentKey.OfAggregate} can. One that does not
     * waits for no key; it reads every person as erased, and its documents have nothing to forget.
     */
    default boolean opensPersonalValues() {
        return true;
    }

    /**
     * The document after {@code event}.
     *
     * @param document the document before it, {@code null} before its first event
     * @return the document now, {@code null} when it is gone; that of one aggregate is gone for good
     * @throws RuntimeException when the event does not fit the document; it is then a dead letter
     */
    @Nullable
    D fold(@Nullable D document, E event, EventContext context);

    /**
     * The document that a first event makes.
     *
     * @throws IllegalStateException when there is one already: the event is not the first
     */
    default D first(@Nullable D before, D created) {
        if (before != null) {
            throw new IllegalStateException("it exists already");
        }
        return created;
    }

    /**
     * The document that an event changes.
     *
     * @throws IllegalStateException when there is none yet
     */
    default D existing(@Nullable D before) {
        if (before == null) {
            throw new IllegalStateException("it does not exist yet");
        }
        return before;
    }

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
