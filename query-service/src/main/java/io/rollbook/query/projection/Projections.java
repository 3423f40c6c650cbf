package io.rollbook.query.projection;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.query.personal.PersonKeys;
import io.rollbook.query.platform.MongoOutage;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.SmartLifecycle;

/**
 * All projections of this process: starts and stops them, hands out their read models and says where they stand.
 * Applications start whether Kafka and MongoDB are there or not.
 */
public final class Projections implements SmartLifecycle {
    private final MongoDatabase database;
    private final TopicConsumers consumers;
    private final PersonKeys keys;
    private final ProjectionListener listener;
    private final ProjectionSettings settings;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private volatile boolean started;

    /** One projection and what belongs to it in this process. */
    private record Running(Filling filling, Standing standing, ProjectionConsumer consumer) {}

    Projections(
            List<Projection<?, ?>> projections,
            MongoDatabase database,
            TopicConsumers consumers,
            PersonKeys keys,
            ProjectionListener listener,
            ProjectionSettings settings) {
        this.database = database;
        this.consumers = consumers;
        this.keys = keys;
        this.listener = listener;
        this.settings = settings;
        projections.forEach(projection -> running.put(projection.name(), wire(projection)));
    }

    /** The read model that {@code projection} feeds. Nothing of it is read before it is known here who is erased. */
    public <D> ReadModel<D> readModel(Projection<D, ?> projection) {
        return new ReadModel<>(projection, named(projection.name()).filling(), keys::ready);
    }

    /** Where each projection stands. */
    public List<ProjectionStatus> status() {
        return running.values().stream().map(one -> one.standing().status()).toList();
    }

    /** By projection and partition, the offset of the next record to fold, whichever process folds it. */
    Map<String, Map<Integer, Long>> positions() {
        var next = new LinkedHashMap<String, Map<Integer, Long>>();
        running.forEach((name, one) -> next.put(name, one.filling().positions()));
        return next;
    }

    /** Whether the read model of the named projection may be read. */
    boolean filled(String name) {
        return named(name).standing().filled();
    }

    /** How many aggregates of the named projection had dead letters when last counted. */
    long aggregatesWithDeadLetters(String name) {
        return named(name).standing().aggregatesWithDeadLetters();
    }

    /** How many aggregates of the named projection waited for a person's key when last counted. */
    long waitingAggregates(String name) {
        return named(name).standing().waitingAggregates();
    }

    /** How many events this process has folded, or made dead letters, for the named projection. */
    long folded(String name) {
        return named(name).standing().folded();
    }

    /**
     * Whether every projection has stored everything before the given offsets, whichever process folds it, and it may be
     * read.
     *
     * @param ends the offset to reach in each partition of the topic
     */
    public boolean caughtUp(Map<TopicPartition, Long> ends) {
        return keys.ready()
                && running.values().stream().allMatch(one -> one.standing().filled() && reached(one, ends));
    }

    /**
     * Waits until every projection has stored what is in the topic now. While MongoDB is away nothing counts as stored;
     * the wait goes on, as the projections do.
     *
     * @return false when it has not come to that in time
     * @throws org.apache.kafka.common.KafkaException when Kafka cannot say in time what is in the topic
     */
    public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        var ends = consumers.ends(timeout);
        var floor = Floor.under("wait for all projections");
        while (!knownToHaveCaughtUp(ends)) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            Thread.sleep(20);
            floor.round(false);
        }
        return true;
    }

    @Override
    public void start() {
        started = true;
        running.values().forEach(one -> one.consumer().start());
    }

    @Override
    public void stop() {
        running.values().forEach(one -> one.consumer().stop());
        try {
            for (var one : running.values()) {
                one.consumer().await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        started = false;
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    private boolean knownToHaveCaughtUp(Map<TopicPartition, Long> ends) {
        try {
            return caughtUp(ends);
        } catch (MongoException e) {
            if (MongoOutage.isOne(e)) {
                return false;
            }
            throw e;
        }
    }

    private boolean reached(Running one, Map<TopicPartition, Long> ends) {
        var stored = one.filling().positions();
        return ends.entrySet().stream()
                .allMatch(end -> stored.getOrDefault(end.getKey().partition(), -1L) >= end.getValue());
    }

    private Running named(String name) {
        var one = running.get(name);
        if (one == null) {
            throw new IllegalArgumentException("there is no projection " + name);
        }
        return one;
    }

    private <D, E extends DomainEvent> Running wire(Projection<D, E> projection) {
        var filling = new Filling(database, projection.collection());
        var standing = new Standing(projection, filling);
        var deadLetters = new DeadLetters(projection.name(), filling);
        var projector = projector(projection, filling, deadLetters, keys, listener);
        var upkeep = new Upkeep(projector, deadLetters, filling, standing, settings.retryInterval());
        keys.tell(new PersonFollower(projector, upkeep));
        var consumer = new ProjectionConsumer(
                projection,
                consumers.topic(),
                () -> consumers.open(projection.name()),
                projector,
                filling,
                upkeep,
                standing,
                settings.longestBackoff());
        return new Running(filling, standing, consumer);
    }

    /** What folds the events of that projection into that filling. */
    static <D, E extends DomainEvent> Projector projector(
            Projection<D, E> projection,
            Filling filling,
            DeadLetters deadLetters,
            PersonKeys keys,
            ProjectionListener listener) {
        var reader = new EventReader<>(projection, EventUpcasters.standard());
        var states = new StateStore<>(projection, filling);
        return switch (projection.key()) {
            case DocumentKey.OfAggregate<E> key ->
                new AggregateProjector<>(projection, key, reader, states, deadLetters, filling, keys, listener);
            case DocumentKey.OfEvent<E> key ->
                new KeyedProjector<>(projection, key, reader, states, deadLetters, filling, listener);
        };
    }
}
