package io.rollbook.command.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.axonframework.eventhandling.DomainEventMessage;

/** Sends stored events to Kafka, with what readers need before them. */
final class EventSender {

    private final Producer<String, byte[]> producer;
    private final EventRecords records;
    private final BeforePublishing before;

    EventSender(Producer<String, byte[]> producer, EventRecords records, BeforePublishing before) {
        this.producer = producer;
        this.records = records;
        this.before = before;
    }

    /** See {@link BeforePublishing#begin}. */
    void begin() throws InterruptedException, ExecutionException {
        before.begin();
    }

    /** See {@link BeforePublishing#repeat}. */
    void repeat() throws InterruptedException, ExecutionException {
        before.repeat();
    }

    /**
     * Sends events in their order; when it returns, Kafka has acknowledged all of them.
     *
     * @param indexes the global index of each
     * @param positions by global index
     */
    void send(List<DomainEventMessage<?>> events, List<Long> indexes, Map<Long, Long> positions)
            throws InterruptedException, ExecutionException {
        before.sendBefore(events);
        var sent = new ArrayList<Future<RecordMetadata>>(events.size());
        for (var i = 0; i < events.size(); i++) {
            var index = indexes.get(i);
            var position = Objects.requireNonNull(positions.get(index));
            sent.add(producer.send(records.recordOf(events.get(i), index, position)));
        }
        producer.flush();
        for (var acknowledgement : sent) {
            acknowledgement.get();
        }
    }
}
