package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSerializerTest {

    private final EventSerializer serializer = new EventSerializer();

    @ParameterizedTest
    @MethodSource("io.rollbook.command.EventExamples#all")
    void writesAnEventUnderItsStableNameAndReadsItBack(DomainEvent event) {
        var entry = EventCatalogue.of(event.getClass());

        var written = serializer.serialize(event, String.class);

        assertThat(written.getType().getName()).isEqualTo(entry.name());
        assertThat(written.getType().getRevision()).isEqualTo(Integer.toString(entry.revision()));
        assertThat(written.getData()).startsWith("{").doesNotContain("rollbook");
        assertThat(serializer.<String, DomainEvent>deserialize(written)).isEqualTo(event);
    }

    @Test
    void readsAnEventWithAFieldThatCameLater() {
        var later = new SimpleSerializedObject<>(
                "{\"id\":4,\"name\":\"operator\",\"colour\":\"red\"}", String.class, "role.created", "1");

        assertThat(serializer.<String, Object>deserialize(later)).hasToString("RoleCreated[id=role-4, name=operator]");
    }

    @Test
    void knowsNoTypeThatTheCatalogueDoesNotName() {
        var unknown = new SimpleSerializedObject<>("{}", String.class, "role.painted", "1");

        assertThat(serializer.<String, Object>deserialize(unknown)).isInstanceOf(UnknownSerializedType.class);
    }

    @Test
    void writesMetadataToo() {
        var metaData = MetaData.from(Map.of("actor", "user-1"));

        assertThat(serializer.<String, MetaData>deserialize(serializer.serialize(metaData, String.class)))
                .isEqualTo(metaData);
    }
}
