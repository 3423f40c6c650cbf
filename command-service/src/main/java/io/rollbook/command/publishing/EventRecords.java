package io.rollbook.command.publishing;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.rollbook.api.event.EventTopic;
import io.rollbook.command.store.EventMetadata;
import java.net.URI;
import java.time.ZoneOffset;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Makes the Kafka record of a stored event: a CloudEvent in binary mode, its data the stored bytes. */
final class EventRecords {

    private static final URI SOURCE = URI.create(EventTopic.SOURCE);

    private final String topic;
    private final Serializer serializer;

    EventRecords(String topic, Serializer serializer) {
        this.topic = topic;
        this.serializer = serializer;
    }

    /**
     * The record of an event.
     *
     * @param globalIndex the event's own place in the store, which its token need not name
     * @param position its place in the order without gaps
     */
    ProducerRecord<String, byte[]> recordOf(DomainEventMessage<?> event, long globalIndex, long position) {
        return KafkaMessageFactory.<String>createWriter(
                        topic, null, event.getTimestamp().toEpochMilli(), event.getAggregateIdentifier())
                .writeBinary(cloudEvent(event, globalIndex, position));
    }

    private CloudEvent cloudEvent(DomainEventMessage<?> event, long globalIndex, long position) {
        var payload = event.serializePayload(serializer, byte[].class);
        var builder = CloudEventBuilder.v1()
                .withId(event.getIdentifier())
                .withSource(SOURCE)
                .withType(payload.getType().getName())
                .withSubject(event.getAggregateIdentifier())
                .withTime(event.getTimestamp().atOffset(ZoneOffset.UTC))
                .withDataContentType("application/json")
                .withData(payload.getData())
                .withExtension(EventTopic.SEQUENCE, Long.toString(event.getSequenceNumber()))
                .withExtension(EventTopic.GLOBAL_INDEX, Long.toString(globalIndex))
                .withExtension(EventTopic.POSITION, Long.toString(position))
                .withExtension(
                        EventTopic.REVISION, String.valueOf(payload.getType().getRevision()));
        extend(builder, EventTopic.ACTOR, event.getMetaData().get(EventMetadata.ACTOR));
        extend(builder, EventTopic.CORRELATION, event.getMetaData().get(EventMetadata.CORRELATION));
        extend(builder, EventTopic.TRACE_PARENT, event.getMetaData().get(EventMetadata.TRACE_PARENT));
        extend(builder, EventTopic.FOLLOWING, event.getMetaData().get(EventMetadata.FOLLOWING));
        return builder.build();
    }

    private static void extend(io.cloudevents.core.v1.CloudEventBuilder builder, String name, @Nullable Object value) {
        if (value != null) {
            builder.withExtension(name, value.toString());
        }
    }
}
