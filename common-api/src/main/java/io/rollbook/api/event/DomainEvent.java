package io.rollbook.api.event;

/**
 * A fact about one aggregate. Every implementation is a record under the sealed root of its feature and carries an
 * {@link EventType}. Facts are stored for ever, so a record's components are only ever added as nullable, or changed
 * together with a new revision and an {@link EventUpcaster}.
 */
public interface DomainEvent {

    /** The identifier of the aggregate this happened to, a value whose text is the stored aggregate identifier. */
    Object id();
}
