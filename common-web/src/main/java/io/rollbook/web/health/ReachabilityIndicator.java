package io.rollbook.web.health;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Shows a {@link Reachability} as a component of readiness, which names what is missing under {@code missing}. */
public final class ReachabilityIndicator implements HealthIndicator {

    /** Under which detail a component says what is missing. */
    public static final String MISSING = "missing";

    /** Of what a process can do without for a while: it is named, and the process stays ready. */
    public static final Status DEGRADED = new Status("DEGRADED");

    private final Reachability server;
    private final Status whileAway;

    private ReachabilityIndicator(Reachability server, Status whileAway) {
        this.server = server;
        this.whileAway = whileAway;
    }

    /** Of a server without which no request can be served. */
    public static ReachabilityIndicator required(Reachability server) {
        return new ReachabilityIndicator(server, Status.DOWN);
    }

    /** Of a server that requests can do without for a while. */
    public static ReachabilityIndicator wanted(Reachability server) {
        return new ReachabilityIndicator(server, DEGRADED);
    }

    @Override
    public Health health() {
        return server.missing()
                .map(missing -> new Health.Builder(whileAway)
                        .withDetail(MISSING, missing)
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
