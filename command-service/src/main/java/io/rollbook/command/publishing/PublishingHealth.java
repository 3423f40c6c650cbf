package io.rollbook.command.publishing;

import io.rollbook.command.publishing.PublishingProgress.PublishingPace;
import java.util.Locale;
import java.util.Objects;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether what is stored gets published. Idle is well, behind is well within the limit, stuck is not. It is the same on
 * every instance but for who holds the publisher's claim.
 */
final class PublishingHealth implements HealthIndicator {

    private final PublishingWatch watch;
    private final EventPublisher publisher;

    PublishingHealth(PublishingWatch watch, EventPublisher publisher) {
        this.watch = watch;
        this.publisher = publisher;
    }

    @Override
    public Health health() {
        var seen = watch.latest();
        if (seen == null) {
            return Health.down()
                    .withDetail("problem", "the service is starting and has not looked yet how far publishing has come")
                    .build();
        }
        if (watch.isOutdated()) {
            return Health.down()
                    .withDetail("problem", "the event store cannot be asked how far publishing has come")
                    .build();
        }
        var well = seen.pace() == PublishingPace.IDLE || seen.pace() == PublishingPace.PUBLISHING;
        var health = (well ? Health.up() : Health.down())
                .withDetail("pace", seen.pace().name().toLowerCase(Locale.ROOT))
                .withDetail("publishedUpTo", seen.state().published())
                .withDetail("unpublished", seen.state().unpublished())
                .withDetail("oldestAgeSeconds", watch.oldestAge())
                .withDetail("publisher", publisher(seen));
        var holder = seen.state().holder();
        return (holder == null ? health : health.withDetail("holder", holder)).build();
    }

    private String publisher(PublishingWatch.Observation seen) {
        if (publisher.publishes()) {
            return "this instance";
        }
        return Objects.isNull(seen.state().holder()) ? "nobody" : "another instance";
    }
}
