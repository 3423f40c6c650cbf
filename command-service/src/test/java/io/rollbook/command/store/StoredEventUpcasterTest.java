package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.EventUpcaster;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredEventUpcasterTest {

    private final EventSerializer serializer = new EventSerializer();
    private final StoredEventUpcaster upcaster =
            new StoredEventUpcaster(new EventUpcasters(List.of(new TitleToName())));

    @Test
    void liftsARowOfAnOlderRevision() {
        var lifted = upcast("0", "{\"id\":4,\"title\":\"operator\"}");

        assertThat(lifted.getType().getRevision()).isEqualTo("1");
        assertThat(serializer.<Object, Object>deserialize(asData(lifted)))
                .isEqualTo(new RoleCreated(new RoleId(4), "operator"));
    }

    @Test
    void leavesARowOfTodaysRevision() {
        var untouched = upcast("1", "{\"id\":4,\"name\":\"operator\"}");

        assertThat(untouched.getType().getRevision()).isEqualTo("1");
        assertThat(serializer.<Object, Object>deserialize(asData(untouched)))
                .isEqualTo(new RoleCreated(new RoleId(4), "operator"));
    }

    @SuppressWarnings("unchecked")
    private static SerializedObject<Object> asData(IntermediateEventRepresentation event) {
        return (SerializedObject<Object>) event.getData();
    }

    private IntermediateEventRepresentation upcast(String revision, String payload) {
        var row = new GenericDomainEventEntry<>(
                "Role", "role-4", 0, "event-1", "2020-12-12T12:12:12.000Z", "role.created", revision, payload, "{}");
        return upcaster.upcast(Stream.of(new InitialEventRepresentation(row, serializer)))
                .toList()
                .getFirst();
    }

    /** As if the first shape of the event had called the name a title. */
    private static final class TitleToName implements EventUpcaster {

        @Override
        public String type() {
            return "role.created";
        }

        @Override
        public int fromRevision() {
            return 0;
        }

        @Override
        public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> event) {
            var lifted = new HashMap<>(event);
            lifted.put("name", lifted.remove("title"));
            return lifted;
        }
    }
}
