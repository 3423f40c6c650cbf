package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

class WholeCommandTest {

    @Test
    void everyEventButTheLastOfItsAggregateSaysHowManyFollow() {
        var marked = WholeCommand.of(
                List.of(event("user-1", 4), event("role-1", 0), event("user-1", 5), event("user-1", 6)));

        assertThat(marked)
                .extracting(event -> event.getMetaData().get(EventMetadata.FOLLOWING))
                .containsExactly(2, null, 1, null);
    }

    @Test
    void nothingElseOfAnEventIsChanged() {
        var events = List.<EventMessage<?>>of(event("user-1", 0), event("user-1", 1), new GenericEventMessage<>("x"));

        var marked = WholeCommand.of(events);

        assertThat(marked)
                .extracting(EventMessage::getIdentifier)
                .containsExactlyElementsOf(
                        events.stream().<String>map(EventMessage::getIdentifier).toList());
        assertThat(marked.getFirst().getMetaData())
                .containsEntry(EventMetadata.ACTOR, "system")
                .hasSize(2);
        assertThat(marked.subList(1, 3)).isEqualTo(events.subList(1, 3));
    }

    private static EventMessage<?> event(String aggregate, long sequence) {
        return new GenericDomainEventMessage<>(
                "User", aggregate, sequence, "payload", MetaData.with(EventMetadata.ACTOR, "system"));
    }
}
