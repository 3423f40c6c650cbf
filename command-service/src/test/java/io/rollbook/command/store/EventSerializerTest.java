package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSerializerTest {

    private static final AtomicInteger PLANTED = new AtomicInteger();

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

    /** Somebody who can write to the database could otherwise have any class of the class path made from JSON of theirs. */
    @Test
    void loadsNoClassThatIsStoredAsAType() {
        for (var name :
                List.of("java.util.HashMap", "java.io.File", Planted.class.getName(), MetaData.class.getName() + "x")) {
            var planted = new SimpleSerializedObject<>("{}", String.class, name, "1");

            assertThat(serializer.classForType(planted.getType())).isEqualTo(UnknownSerializedType.class);
            assertThat(serializer.<String, Object>deserialize(planted)).isInstanceOf(UnknownSerializedType.class);
        }
        assertThat(PLANTED).hasValue(0);
    }

    @Test
    void readsHowFarAProcessorHasCome() {
        var token = GapAwareTrackingToken.newInstance(7, List.of(3L));

        assertThat(serializer.<String, GapAwareTrackingToken>deserialize(serializer.serialize(token, String.class)))
                .isEqualTo(token);
    }

    @Test
    void writesMetadataToo() {
        var metaData = MetaData.from(Map.of("actor", "user-1"));

        assertThat(serializer.<String, MetaData>deserialize(serializer.serialize(metaData, String.class)))
                .isEqualTo(metaData);
    }

    private static final class Planted {
        static {
            PLANTED.incrementAndGet();
        }
    }
}
