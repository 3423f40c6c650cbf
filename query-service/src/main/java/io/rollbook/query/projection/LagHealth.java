package io.rollbook.query.projection;

import io.rollbook.query.personal.PersonKeyConsumer;
import io.rollbook.query.projection.ProjectionLag.FoldingPace;
import io.rollbook.query.projection.ProjectionLag.Lag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the projections keep up with the topic. Idle is well, behind is well within the limit, stuck is not, nor
 * are keys of persons that cannot be read. Dead letters are shown; one holds up nothing but its own aggregates.
 */
final class LagHealth implements HealthIndicator {

    private static final List<FoldingPace> WELL = List.of(FoldingPace.IDLE, FoldingPace.FOLDING, FoldingPace.FILLING);

    private final LagWatch watch;
    private final Projections projections;
    private final PersonKeyConsumer keys;

    LagHealth(LagWatch watch, Projections projections, PersonKeyConsumer keys) {
        this.watch = watch;
        this.projections = projections;
        this.keys = keys;
    }

    @Override
    public Health health() {
        var seen = watch.seen();
        var well = !watch.isOutdated() && seen.lags().values().stream().allMatch(lag -> WELL.contains(lag.pace()));
        var health = well && keys.problem().isEmpty() ? Health.up() : Health.down();
        keys.problem().ifPresent(problem -> health.withDetail("personKeys", problem));
        if (seen.away() != null) {
            health.withDetail("problem", seen.away() + " cannot be reached");
        }
        for (var projection : projections.status()) {
            health.withDetail(projection.name(), figures(projection, seen.lags().get(projection.name())));
        }
        return health.build();
    }

    private Map<String, Object> figures(ProjectionStatus projection, @Nullable Lag lag) {
        var figures = new LinkedHashMap<String, Object>();
        if (lag != null) {
            figures.put("pace", lag.pace().name().toLowerCase(Locale.ROOT));
            figures.put("lagEvents", lag.events());
            figures.put("lagSeconds", lag.waiting().toMillis() / 1000.0);
        }
        figures.put("filled", projection.filled());
        figures.put("deadLetters", projection.deadLetters());
        figures.put("aggregatesWithDeadLetters", projections.aggregatesWithDeadLetters(projection.name()));
        figures.put("waitingForKey", projections.waitingAggregates(projection.name()));
        if (projection.problem() != null) {
            figures.put("problem", projection.problem());
        }
        return figures;
    }
}
