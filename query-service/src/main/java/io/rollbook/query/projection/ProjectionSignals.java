package io.rollbook.query.projection;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.rollbook.query.personal.PersonKeyConsumer;
import io.rollbook.query.projection.ProjectionLag.Lag;
import io.rollbook.web.health.ReachabilityIndicator;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators see of the projections: readiness, lag and metrics. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LagSettings.class)
class ProjectionSignals {

    @Bean
    LagWatch lagWatch(Projections projections, TopicConsumers topicConsumers, LagSettings settings) {
        return new LagWatch(projections, topicConsumers, settings);
    }

    @Bean
    LagHealth lagHealthIndicator(LagWatch watch, Projections projections, PersonKeyConsumer personKeyConsumer) {
        return new LagHealth(watch, projections, personKeyConsumer);
    }

    /** Reads do without the topic once their read models are filled; they only grow old. */
    @Bean
    HealthIndicator topicHealthIndicator(LagWatch watch) {
        return () -> "Kafka".equals(watch.seen().away())
                ? Health.status(ReachabilityIndicator.DEGRADED)
                        .withDetail(ReachabilityIndicator.MISSING, "Kafka cannot be reached")
                        .build()
                : Health.up().build();
    }

    @Bean
    HealthIndicator projectionsHealthIndicator(Projections projections) {
        return () -> {
            var unfilled = projections.status().stream()
                    .filter(projection -> !projection.filled())
                    .map(ProjectionStatus::name)
                    .collect(Collectors.joining(", "));
            return unfilled.isEmpty()
                    ? Health.up().build()
                    : Health.outOfService()
                            .withDetail(ReachabilityIndicator.MISSING, "not filled yet: " + unfilled)
                            .build();
        };
    }

    @Bean
    MeterBinder projectionMeters(LagWatch watch, Projections projections) {
        return registry ->
                projections.status().forEach(projection -> bind(registry, projection.name(), watch, projections));
    }

    private static void bind(MeterRegistry registry, String name, LagWatch watch, Projections projections) {
        Gauge.builder("rollbook.projection.lag.events", watch, seen -> events(seen, name))
                .tag("projection", name)
                .description("Events in the topic that are not folded, in all partitions")
                .register(registry);
        Gauge.builder("rollbook.projection.lag.seconds", watch, seen -> seconds(seen, name))
                .tag("projection", name)
                .description("How long the oldest of them has been in the topic, as far as this process has seen")
                .register(registry);
        Gauge.builder("rollbook.projection.dead.letters", projections, all -> all.aggregatesWithDeadLetters(name))
                .tag("projection", name)
                .description("Aggregates with dead letters")
                .register(registry);
        Gauge.builder("rollbook.projection.waiting", projections, all -> all.waitingAggregates(name))
                .tag("projection", name)
                .description("Aggregates that wait for the key of a person")
                .register(registry);
        FunctionCounter.builder("rollbook.projection.folded", projections, all -> all.folded(name))
                .tag("projection", name)
                .description("Events that this process has folded or made dead letters")
                .register(registry);
    }

    private static double events(LagWatch watch, String name) {
        Lag lag = watch.seen().lags().get(name);
        return lag == null ? Double.NaN : lag.events();
    }

    private static double seconds(LagWatch watch, String name) {
        Lag lag = watch.seen().lags().get(name);
        return lag == null ? Double.NaN : lag.waiting().toMillis() / 1000.0;
    }
}
