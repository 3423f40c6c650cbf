package io.rollbook.query.consistency;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Waits until a read model has come to where its reader already is. */
@Component
public final class ReadYourWrites {
    private final Map<String, ReadModel<?>> byPrefix;
    private final Arrivals arrivals;
    private final ConsistencySettings settings;

    ReadYourWrites(List<ReadModel<?>> models, Arrivals arrivals, ConsistencySettings settings) {
        this.byPrefix = models.stream().collect(Collectors.toMap(ReadModel::aggregatePrefix, UnaryOperator.identity()));
        this.arrivals = arrivals;
        this.settings = settings;
    }

    /** What came of waiting. */
    public enum Freshness {
        /** It was there already. */
        FRESH,
        /** It was waited for and has come. */
        WAITED,
        /** It has not come in time. */
        STALE
    }

    /**
     * Waits until the read model has what the token names.
     *
     * @return what came of it; empty when the token names nothing that is read here
     * @throws Unavailable when the database is away
     */
    public Optional<Freshness> await(ConsistencyToken token) {
        var hyphen = token.aggregateId().lastIndexOf('-') + 1;
        var model = byPrefix.get(token.aggregateId().substring(0, hyphen));
        var number = token.aggregateId().substring(hyphen);
        if (model == null || number.length() > 9) {
            return Optional.empty();
        }
        if (!model.filled()) {
            // The read itself will be refused; there is no use in waiting first.
            return Optional.of(Freshness.STALE);
        }
        var id = Integer.parseInt(number);
        return Optional.of(await(
                token.aggregateId(),
                token.version(),
                settings.longest(),
                () -> model.version(id).orElse(-1) >= token.version()));
    }

    /**
     * Waits for something to appear that nobody has a version of, looking into the database from time to time.
     *
     * @param timeout the longest to wait
     */
    public <T> Optional<T> await(Duration timeout, Supplier<Optional<T>> search) {
        var deadline = System.nanoTime() + timeout.toNanos();
        var floor = Floor.under("read of what has no version");
        var found = search.get();
        while (found.isEmpty() && System.nanoTime() < deadline && pause(floor)) {
            found = search.get();
        }
        return found;
    }

    private Freshness await(String aggregateId, long version, Duration timeout, Supplier<Boolean> there) {
        // Most tokens name what has long been there.
        if (there.get()) {
            return Freshness.FRESH;
        }
        var deadline = System.nanoTime() + timeout.toNanos();
        var floor = Floor.under("read of one's own write");
        try (var waiter = arrivals.waiter(aggregateId, version)) {
            while (!there.get()) {
                var left = Duration.ofNanos(deadline - System.nanoTime());
                if (left.isNegative() || left.isZero()) {
                    return Freshness.STALE;
                }
                if (waiter.await(left.compareTo(settings.poll()) < 0 ? left : settings.poll())) {
                    return Freshness.WAITED;
                }
                floor.round(false);
            }
            return Freshness.WAITED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Freshness.STALE;
        }
    }

    private boolean pause(Floor floor) {
        try {
            Thread.sleep(settings.poll());
            floor.round(false);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
