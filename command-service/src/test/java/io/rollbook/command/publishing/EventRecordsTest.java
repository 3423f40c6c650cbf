package io.rollbook.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.command.store.StoreSerializer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

class EventRecordsTest {

    private static final Instant TIME = Instant.parse("2020-12-12T12:12:12.345Z");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final EventRecords records = new EventRecords("events", StoreSerializer.events());

    @Test
    void areCloudEventsInBinaryModeKeyedByAggregate() {
        var sent = sent(Map.of("actor", "user-1", "correlationId", "request-1", "traceparent", TRACE, "following", 2));

        assertThat(sent.topic()).isEqualTo("events");
        assertThat(sent.key()).isEqualTo("role-4");
        assertThat(sent.timestamp()).isEqualTo(TIME.toEpochMilli());
        assertThat(sent.partition()).isNull();
        assertThat(new String(sent.value(), UTF_8)).isEqualTo("{\"id\":4,\"name\":\"operator\"}");
        assertThat(headers(sent))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("content-type", "application/json"),
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "event-1"),
                        Map.entry("ce_source", "/rollbook"),
                        Map.entry("ce_type", "role.created"),
                        Map.entry("ce_subject", "role-4"),
                        Map.entry("ce_time", "2020-12-12T12:12:12.345Z"),
                        Map.entry("ce_sequence", "5"),
                        Map.entry("ce_globalindex", "42"),
                        Map.entry("ce_position", "41"),
                        Map.entry("ce_revision", "1"),
                        Map.entry("ce_actor", "user-1"),
                        Map.entry("ce_correlationid", "request-1"),
                        Map.entry("ce_traceparent", TRACE),
                        Map.entry("ce_following", "2"))));
    }

    @Test
    void leaveOutWhatTheEventDoesNotKnow() {
        assertThat(headers(sent(Map.of())))
                .doesNotContainKeys("ce_actor", "ce_correlationid", "ce_traceparent", "ce_following");
    }

    private ProducerRecord<String, byte[]> sent(Map<String, ?> metaData) {
        return records.recordOf(
                new GenericDomainEventMessage<>(
                        "Role",
                        "role-4",
                        5,
                        new RoleCreated(new RoleId(4), "operator"),
                        MetaData.from(metaData),
                        "event-1",
                        TIME),
                42,
                41);
    }

    private static Map<String, String> headers(ProducerRecord<String, byte[]> sent) {
        var headers = new TreeMap<String, String>();
        sent.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }
}
