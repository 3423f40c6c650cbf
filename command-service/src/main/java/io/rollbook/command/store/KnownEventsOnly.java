package io.rollbook.command.store;

import io.rollbook.api.event.EventCatalogue;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;

/**
 * Refuses what a newer version has recorded, in a roll-out or after going back: a decision on half of the history would be
 * wrong. It comes last among the upcasters.
 */
final class KnownEventsOnly extends SingleEventUpcaster {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        var type = event.getType();
        var known = EventCatalogue.byName(type.getName())
                .filter(entry -> Integer.toString(entry.revision()).equals(type.getRevision()));
        if (known.isEmpty()) {
            throw new Unavailable(
                    "%s has an event that only another version of this service knows: %s, revision %s"
                            .formatted(
                                    event.getAggregateIdentifier().orElse("an aggregate"),
                                    type.getName(),
                                    type.getRevision()),
                    RETRY_AFTER);
        }
        return false;
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        return event;
    }
}
