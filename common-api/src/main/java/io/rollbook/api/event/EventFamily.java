package io.rollbook.api.event;

/** The events of one feature. An implementation is found as a service, so that a feature registers its own. */
public interface EventFamily {

    /** The sealed root of the feature's events. */
    Class<? extends DomainEvent> root();
}
