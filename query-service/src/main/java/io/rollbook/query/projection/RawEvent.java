package io.rollbook.query.projection;

import io.rollbook.api.event.EventTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as the topic carries it, a CloudEvent in binary mode, before anybody has tried to understand it.
 *
 * @param aggregateId the record's key
 * @param partition where it lies in the topic
 * @param offset where it lies in the partition
 * @param data the event's JSON, empty when the record had none
 */
record RawEvent(String aggregateId, int partition, long offset, List<Header> headers, byte[] data) {
    private static final String ATTRIBUTE = "ce_";
    static final String ID = ATTRIBUTE + "id";
    static final String TYPE = ATTRIBUTE + "type";
    static final String TIME = ATTRIBUTE + "time";
    static final String SEQUENCE = ATTRIBUTE + EventTopic.SEQUENCE;
    static final String POSITION = ATTRIBUTE + EventTopic.POSITION;
    static final String ACTOR = ATTRIBUTE + EventTopic.ACTOR;
    static final String CORRELATION = ATTRIBUTE + EventTopic.CORRELATION;
    static final String REVISION = ATTRIBUTE + EventTopic.REVISION;
    static final String FOLLOWING = ATTRIBUTE + EventTopic.FOLLOWING;

    /** One header of the record, as it came. */
    record Header(String name, byte[] value) {}

    static RawEvent of(ConsumerRecord<String, byte[]> kafka) {
        var headers = new ArrayList<Header>();
        for (var header : kafka.headers()) {
            headers.add(new Header(header.key(), header.value() == null ? new byte[0] : header.value()));
        }
        var data = kafka.value() == null ? new byte[0] : kafka.value();
        return new RawEvent(kafka.key(), kafka.partition(), kafka.offset(), List.copyOf(headers), data);
    }

    /** The same with other data. */
    RawEvent with(byte[] other) {
        return new RawEvent(aggregateId, partition, offset, headers, other);
    }

    /** A header's text, {@code null} when it is missing. */
    @Nullable
    String header(String name) {
        for (var header : headers) {
            if (header.name().equals(name)) {
                return new String(header.value(), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** The event's number within its aggregate, empty when the record does not say. */
    OptionalLong sequence() {
        return number(SEQUENCE);
    }

    /** Its place in the one order of all events, empty when the record does not say. */
    OptionalLong position() {
        return number(POSITION);
    }

    /** How many events of the same command come after this one in its aggregate. */
    long following() {
        return number(FOLLOWING).orElse(0);
    }

    private OptionalLong number(String header) {
        var text = header(header);
        try {
            var number = text == null ? -1 : Long.parseLong(text);
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Where it lies, for a log; nothing of what it says. */
    @Override
    public String toString() {
        return aggregateId + " at " + partition + ":" + offset;
    }
}
