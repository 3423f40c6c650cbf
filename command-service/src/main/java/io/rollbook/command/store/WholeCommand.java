package io.rollbook.command.store;

import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;

/**
 * The events of one commit, each with how many of its aggregate follow it there. They are stored together but travel one
 * by one, and a reader that folded some of them would show what never was: a user who was added as approved, not approved.
 */
final class WholeCommand {

    private WholeCommand() {}

    static List<EventMessage<?>> of(List<? extends EventMessage<?>> events) {
        var following = new HashMap<String, Integer>();
        var marked = new LinkedList<EventMessage<?>>();
        for (var event : events.reversed()) {
            marked.addFirst(event instanceof DomainEventMessage<?> fact ? mark(fact, following) : event);
        }
        return List.copyOf(marked);
    }

    private static EventMessage<?> mark(DomainEventMessage<?> event, Map<String, Integer> following) {
        var after = following.merge(event.getAggregateIdentifier(), 0, (before, first) -> before + 1);
        return after == 0 ? event : event.andMetaData(Map.of(EventMetadata.FOLLOWING, after));
    }
}
