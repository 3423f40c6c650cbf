package io.rollbook.query.projection;

import io.rollbook.query.personal.KeysLost;
import io.rollbook.query.platform.KafkaOutage;
import io.rollbook.query.platform.StoredPosition;
import io.rollbook.query.projection.ProjectionStatus.Progress;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading of one consumer, from its subscription to its end.
 *
 * <p>Only the positions in the database count: a partition that is assigned stands still until its position is read
 * from there, and nothing is taken from one that is not. A batch that cannot be stored is kept and tried again, while
 * the consumer goes on polling with all partitions paused, so that it stays a member of its group and skips nothing.
 * Used by one thread only; but the consumer has a thread of its own, in which partitions may go at any moment.
 */
final class ConsumerSession {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);
    // What comes ends a poll at once, and so does stopping. While something is wanting, whether it has come is looked
    // for
    // between two polls.
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration WANTING = Duration.ofMillis(100);
    private static final Duration COMMITS_APART = Duration.ofSeconds(1);
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(5);

    private final String collection;
    private final String topic;
    private final Consumer<String, byte[]> consumer;
    private final Projector projector;
    private final Filling filling;
    private final Upkeep upkeep;
    private final Standing standing;
    private final Backoff backoff;
    private final WholeCommands wholeCommands = new WholeCommands(InstantSource.system());
    private final Set<TopicPartition> unpositioned = new HashSet<>();
    private final Set<TopicPartition> positioned = new HashSet<>();
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private long committed = System.nanoTime();
    private boolean fault;
    private List<RawEvent> pending = List.of();
    private Map<TopicPartition, Long> pendingNext = Map.of();

    ConsumerSession(
            String collection,
            String topic,
            Consumer<String, byte[]> consumer,
            Projector projector,
            Filling filling,
            Upkeep upkeep,
            Standing standing,
            Backoff backoff) {
        this.collection = collection;
        this.topic = topic;
        this.consumer = consumer;
        this.projector = projector;
        this.filling = filling;
        this.upkeep = upkeep;
        this.standing = standing;
        this.backoff = backoff;
    }

    /** Reads until told to stop, or until the consumer is of no use any more. */
    void run(BooleanSupplier stopped) {
        consumer.subscribe(List.of(topic), new Assignment());
        var floor = Floor.under("projection " + collection);
        try {
            while (!stopped.getAsBoolean()) {
                if (backoff.remaining().isZero()) {
                    attempt();
                }
                var records = consumer.poll(longer(backoff.remaining(), standing.filled() ? IDLE : WANTING));
                take(records);
                commit();
                floor.round(!records.isEmpty());
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void attempt() {
        if (!projector.ready()) {
            standStill(consumer.assignment());
            standing.problem("the keys of persons are not there yet");
            return;
        }
        try {
            project();
            position();
            upkeep.run(partitions());
            if (fault) {
                LOG.info("{}: goes on", collection);
                fault = false;
            }
            backoff.succeeded();
            standing.problem(null);
            resume();
        } catch (StoreLost e) {
            LOG.warn("{}; folding on from what there is", e.getMessage());
            drop();
            unpositioned.addAll(positioned);
            positioned.clear();
            standStill(unpositioned);
            upkeep.beginAgain();
        } catch (KeysLost e) {
            standStill(consumer.assignment());
            standing.problem(e.getMessage());
        } catch (RuntimeException e) {
            standStill(consumer.assignment());
            tell(e);
            backoff.failed();
            standing.problem("the read model cannot be written: " + e.getClass().getSimpleName());
        }
    }

    // That a server is away is said once for all by the one who watches the lag; anything else is a fault to be found.
    private void tell(RuntimeException e) {
        if (fault || ReadModel.away(e) || KafkaOutage.isOne(e)) {
            LOG.debug("{}: cannot go on", collection, e);
        } else {
            LOG.warn("{}: cannot go on; trying again until it can", collection, e);
            fault = true;
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        var taken = new ArrayList<>(pending);
        for (var kafka : records) {
            if (positioned.contains(partition(kafka)) && kafka.key() != null && projector.concerns(kafka.key())) {
                taken.add(RawEvent.of(kafka));
            }
        }
        var next = new HashMap<>(pendingNext);
        records.nextOffsets().forEach((partition, offset) -> {
            if (positioned.contains(partition)) {
                next.put(partition, offset.offset());
            }
        });
        pending = taken;
        pendingNext = next;
    }

    private void project() {
        if (pendingNext.isEmpty()) {
            return;
        }
        var limits = wholeCommands.limits(pending);
        var ready = new ArrayList<RawEvent>();
        var held = new ArrayList<RawEvent>();
        for (var event : pending) {
            (event.offset() < limits.getOrDefault(event.partition(), Long.MAX_VALUE) ? ready : held).add(event);
        }
        var heldNext = new HashMap<>(pendingNext);
        heldNext.keySet().removeIf(partition -> !limits.containsKey(partition.partition()));
        if (ready.isEmpty() && heldNext.size() == pendingNext.size()) {
            return;
        }
        fold(ready, limits);
        pending = held;
        pendingNext = heldNext;
        if (!standing.filled()) {
            upkeep.lookSoon();
        }
    }

    private void fold(List<RawEvent> batch, Map<Integer, Long> limits) {
        if (projector.project(batch)) {
            upkeep.retrySoon();
        }
        var reached = new HashMap<TopicPartition, Long>();
        pendingNext.forEach(
                (partition, next) -> reached.put(partition, limits.getOrDefault(partition.partition(), next)));
        filling.advance(reached.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue)));
        projector.tell();
        standing.folded(batch.size());
        reached.forEach((partition, next) -> progressed(partition, next, pendingNext.getOrDefault(partition, next)));
        reached.forEach((partition, offset) -> uncommitted.put(partition, new OffsetAndMetadata(offset)));
    }

    // Nobody here reads these; they are for the tools that show a group's lag.
    private void commit() {
        uncommitted.keySet().retainAll(positioned);
        if (uncommitted.isEmpty() || System.nanoTime() - committed < COMMITS_APART.toNanos()) {
            return;
        }
        committed = System.nanoTime();
        var offsets = Map.copyOf(uncommitted);
        uncommitted.clear();
        consumer.commitAsync(offsets, (done, e) -> {
            if (e != null) {
                LOG.debug("{}: the group's offsets are not committed", collection, e);
            }
        });
    }

    private void progressed(TopicPartition partition, long next, long consumed) {
        whileHere(partition, () -> {
            var lag = consumer.currentLag(partition);
            standing.progressed(
                    partition.partition(),
                    new Progress(next, lag.isPresent() ? Long.valueOf(consumed + lag.getAsLong()) : null));
        });
    }

    private void position() {
        if (unpositioned.isEmpty()) {
            return;
        }
        var stored = StoredPosition.read(this::loadPositions, consumer, unpositioned, KAFKA_PATIENCE);
        var partitions = consumer.partitionsFor(topic, KAFKA_PATIENCE).size();
        var begins = consumer.beginningOffsets(unpositioned, KAFKA_PATIENCE);
        for (var entry : stored.entrySet()) {
            var partition = entry.getKey();
            var begin = begins.getOrDefault(partition, 0L);
            var end = entry.getValue().end();
            var next = entry.getValue().next();
            if (next != null && entry.getValue().isOfAnotherTopic()) {
                LOG.warn("{}: {} ends before the position {}: it is another topic now", collection, partition, next);
                throw filling.abandon();
            }
            if (next == null) {
                filling.begin(partition.partition(), partitions, begin, end);
                next = begin;
            }
            var from = next;
            filling.hold(partition.partition(), from);
            whileHere(partition, () -> {
                consumer.seek(partition, Math.max(from, begin));
                positioned.add(partition);
                standing.progressed(partition.partition(), new Progress(from, end));
            });
        }
        unpositioned.clear();
        upkeep.lookSoon();
    }

    private Map<TopicPartition, Long> loadPositions() {
        return filling.open().entrySet().stream()
                .collect(Collectors.toMap(next -> new TopicPartition(topic, next.getKey()), Map.Entry::getValue));
    }

    private void resume() {
        consumer.paused().stream()
                .filter(positioned::contains)
                .forEach(partition -> whileHere(partition, () -> consumer.resume(Set.of(partition))));
    }

    private void standStill(Collection<TopicPartition> partitions) {
        List.copyOf(partitions).forEach(partition -> whileHere(partition, () -> consumer.pause(Set.of(partition))));
    }

    // Of a partition that has just gone the consumer knows nothing, which is no fault: whoever has it now sees to it.
    private void whileHere(TopicPartition partition, Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException e) {
            if (consumer.assignment().contains(partition)) {
                throw e;
            }
            LOG.debug("{}: {} has gone", collection, partition);
        }
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> kafka) {
        return new TopicPartition(kafka.topic(), kafka.partition());
    }

    private void drop() {
        pending = List.of();
        pendingNext = Map.of();
    }

    private Set<Integer> partitions() {
        return positioned.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /** Called by the consumer, within its poll. */
    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            positioned.removeAll(assigned);
            unpositioned.addAll(assigned);
            standStill(assigned);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            // Whoever folds them now reads on from the stored position, which the batch at hand has not moved yet.
            pending = pending.stream()
                    .filter(event -> !revoked.contains(new TopicPartition(topic, event.partition())))
                    .toList();
            var next = new HashMap<>(pendingNext);
            next.keySet().removeAll(revoked);
            pendingNext = next;
            unpositioned.removeAll(revoked);
            // What the consumer still has of them is not taken: it would come behind the batch that is dropped here.
            positioned.removeAll(revoked);
            revoked.forEach(partition -> standing.released(partition.partition()));
        }
    }
}
