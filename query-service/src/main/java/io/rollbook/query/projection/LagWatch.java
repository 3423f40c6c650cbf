package io.rollbook.query.projection;

import io.rollbook.query.platform.KafkaOutage;
import io.rollbook.query.platform.MongoOutage;
import io.rollbook.query.projection.ProjectionLag.Lag;
import io.rollbook.web.platform.RecurringWork;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares again and again how far the projections have come with the end of the topic. It asks Kafka and the database
 * itself, so that it also sees what a projection's own thread would hide by being stuck, and what other processes fold.
 */
final class LagWatch extends RecurringWork {

    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String KAFKA = "Kafka";
    private static final String MONGODB = "MongoDB";
    private static final Map<String, String> MEANWHILE = Map.of(
            KAFKA, "reads are served as of the last event that has come, and all goes on by itself",
            MONGODB, "reads are answered 503 and nothing is folded, and all goes on by itself");

    private final Projections projections;
    private final TopicConsumers consumers;
    private final LagSettings settings;
    private final Map<String, ProjectionLag> lags = new LinkedHashMap<>();
    private volatile Observation seen = new Observation(Map.of(), Instant.MIN, null);
    private boolean told;
    private Instant awaySince = Instant.MIN;
    private @Nullable Consumer<String, byte[]> consumer;

    LagWatch(Projections projections, TopicConsumers consumers, LagSettings settings) {
        // It says itself which server is away.
        super("projection-lag", failure -> false);
        this.projections = projections;
        this.consumers = consumers;
        this.settings = settings;
    }

    /**
     * What was seen.
     *
     * @param lags by projection, as of the last look that succeeded
     * @param at when that was
     * @param away which server has not answered since, {@code null} when all do
     */
    record Observation(
            Map<String, Lag> lags, Instant at, @Nullable String away) {}

    Observation seen() {
        return seen;
    }

    /** Whether the last look that succeeded is too long ago to go by. */
    boolean isOutdated() {
        return seen.at().isBefore(Instant.now().minus(settings.stuckAfter()));
    }

    @Override
    protected Duration work() {
        look();
        return settings.interval();
    }

    @Override
    protected void ended() {
        close();
    }

    private void look() {
        try {
            // The ends first: what the projections stored in between only makes them farther, and a lag no less than
            // none.
            var ends = ends();
            var now = Instant.now();
            var afresh = seen.away() != null;
            var found = new LinkedHashMap<String, Lag>();
            projections
                    .positions()
                    .forEach((name, next) -> found.put(
                            name,
                            lags.computeIfAbsent(name, any -> new ProjectionLag(settings))
                                    .look(ends, next, projections.filled(name), now, afresh)));
            if (afresh) {
                LOG.info(
                        "{} is there again, after {} s",
                        seen.away(),
                        Duration.between(awaySince, now).toSeconds());
            }
            seen = new Observation(Map.copyOf(found), now, null);
            told = false;
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        if (e instanceof KafkaException) {
            // A consumer that could not be made, or that was made for brokers that are no more.
            close();
        }
        if (KafkaOutage.isOne(e)) {
            away(KAFKA, e);
        } else if (MongoOutage.isOne(e)) {
            away(MONGODB, e);
        } else {
            if (!told) {
                LOG.warn("it cannot be seen how far the projections are behind", e);
            }
            told = true;
        }
    }

    private Map<Integer, Long> ends() {
        if (consumer == null) {
            consumer = consumers.open();
        }
        return consumers.ends(consumer, PATIENCE).entrySet().stream()
                .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
    }

    private void away(String server, RuntimeException e) {
        var last = seen;
        if (!server.equals(last.away())) {
            LOG.warn("waiting for {}, which cannot be reached: {}", server, MEANWHILE.get(server));
            // Since it was seen last: one that stands still is noticed only when it has not answered for a while.
            awaySince = last.at().equals(Instant.MIN) ? Instant.now() : last.at();
        }
        LOG.debug("{} cannot be reached", server, e);
        seen = new Observation(last.lags(), last.at(), server);
    }

    private void close() {
        var last = consumer;
        consumer = null;
        if (last != null) {
            last.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
