package io.rollbook.command.store;

import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What follows the store event by event and so keeps a place in it: the automations, and the streams they read. */
@Component
public class StoreFollowers {

    private final ObjectProvider<EventProcessingConfiguration> processing;
    private final SignallingEventStore store;
    private final StoredEvents stored;

    StoreFollowers(
            ObjectProvider<EventProcessingConfiguration> processing, SignallingEventStore store, StoredEvents stored) {
        this.processing = processing;
        this.store = store;
        this.stored = stored;
    }

    /** Ends the automations, so that none goes on from a place in another store. */
    public void stop() {
        processing.forEach(all -> all.eventProcessors().values().forEach(EventProcessor::shutDown));
    }

    /** Begins again where the store says. */
    public void startAnew() {
        store.renewStreams();
        stored.renew();
        processing.forEach(all -> all.eventProcessors().values().forEach(EventProcessor::start));
    }
}
