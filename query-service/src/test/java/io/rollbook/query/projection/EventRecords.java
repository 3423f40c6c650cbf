package io.rollbook.query.projection;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.api.event.EventTopic;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.SealedFields;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes events as the command side publishes them, numbered per aggregate, one after another in one partition. */
public final class EventRecords {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final OffsetDateTime TIME = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);

    private final Map<String, Long> sequences = new HashMap<>();
    private long offset;

    /** The next record of the event's aggregate, for a producer. */
    public ProducerRecord<String, byte[]> next(String topic, DomainEvent event) {
        return at(topic, event, sequences.merge(event.id().toString(), 0L, (now, ignored) -> now + 1));
    }

    /** The next event of its aggregate, as a consumer gets it. */
    RawEvent next(DomainEvent event) {
        return consumed(next(EventTopic.DEFAULT_NAME, event));
    }

    /** The next event of its aggregate, after which so many of the same command come. */
    RawEvent next(DomainEvent event, int following) {
        return consumed(followed(next(EventTopic.DEFAULT_NAME, event), following));
    }

    /** The same record, after which so many of the same command come. */
    static ProducerRecord<String, byte[]> followed(ProducerRecord<String, byte[]> record, int following) {
        record.headers().add(RawEvent.FOLLOWING, Integer.toString(following).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** The next events of their aggregates. */
    List<RawEvent> all(DomainEvent... events) {
        return new ArrayList<>(Arrays.stream(events).map(this::next).toList());
    }

    /** An event with a number of its own. */
    RawEvent at(DomainEvent event, long sequence) {
        return consumed(at(EventTopic.DEFAULT_NAME, event, sequence));
    }

    /** The next event of its aggregate, sealed. */
    RawEvent sealed(DomainEvent event, DataKey key) {
        return consumed(sealed(EventTopic.DEFAULT_NAME, event, key));
    }

    /** The next record of the event's aggregate, sealed, for a producer. */
    public ProducerRecord<String, byte[]> sealed(String topic, DomainEvent event, DataKey key) {
        var type = EventCatalogue.of(event.getClass());
        var person = event.id().toString();
        var id = UUID.randomUUID().toString();
        var json = JSON.<ObjectNode>valueToTree(event);
        new SealedFields(type.type().asSubclass(Record.class), person, id).seal(json, key);
        var sequence = sequences.merge(person, 0L, (now, ignored) -> now + 1);
        return record(topic, id, person, sequence, type.name(), type.revision(), JSON.writeValueAsBytes(json));
    }

    /** An event that no code here knows. */
    RawEvent unknown(String aggregateId, long sequence) {
        return consumed(
                record(EventTopic.DEFAULT_NAME, aggregateId, sequence, "user.teleported", 1, new byte[] {'{', '}'}));
    }

    /** An event whose data is no JSON. */
    RawEvent broken(DomainEvent event, long sequence) {
        return consumed(brokenRecord(EventTopic.DEFAULT_NAME, event, sequence));
    }

    /** An event whose data is no JSON, for a producer. */
    ProducerRecord<String, byte[]> brokenRecord(String topic, DomainEvent event, long sequence) {
        return record(
                topic,
                event.id().toString(),
                sequence,
                EventCatalogue.of(event.getClass()).name(),
                1,
                "{oops".getBytes(StandardCharsets.UTF_8));
    }

    /** An event of a revision that no code here knows. */
    RawEvent ofRevision(DomainEvent event, long sequence, int revision) {
        var type = EventCatalogue.of(event.getClass()).name();
        return consumed(record(
                EventTopic.DEFAULT_NAME,
                event.id().toString(),
                sequence,
                type,
                revision,
                JSON.writeValueAsBytes(event)));
    }

    /** An event with a number of its own, for a producer. */
    public ProducerRecord<String, byte[]> at(String topic, DomainEvent event, long sequence) {
        var type = EventCatalogue.of(event.getClass());
        return record(
                topic, event.id().toString(), sequence, type.name(), type.revision(), JSON.writeValueAsBytes(event));
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, String aggregateId, long sequence, String type, int revision, byte[] data) {
        return record(topic, UUID.randomUUID().toString(), aggregateId, sequence, type, revision, data);
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, String id, String aggregateId, long sequence, String type, int revision, byte[] data) {
        var cloudEvent = CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(EventTopic.SOURCE))
                .withType(type)
                .withSubject(aggregateId)
                .withTime(TIME.plusSeconds(sequence))
                .withDataContentType("application/json")
                .withExtension(EventTopic.SEQUENCE, Long.toString(sequence))
                .withExtension(EventTopic.GLOBAL_INDEX, "1")
                .withExtension(EventTopic.REVISION, Integer.toString(revision))
                .withExtension(EventTopic.ACTOR, "system")
                .withData(data)
                .build();
        return KafkaMessageFactory.<String>createWriter(topic, null, aggregateId)
                .writeBinary(cloudEvent);
    }

    RawEvent consumed(ProducerRecord<String, byte[]> sent) {
        return RawEvent.of(new ConsumerRecord<>(
                sent.topic(),
                0,
                offset++,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                new RecordHeaders(sent.headers()),
                java.util.Optional.empty()));
    }
}
