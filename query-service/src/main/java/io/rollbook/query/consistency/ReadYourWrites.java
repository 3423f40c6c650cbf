package io.rollbook.query.consistency;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.value.IdNumber;
import io.rollbook.query.consistency.Followers.Leave;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Waits until a view has come to where its reader already is. */
@Component
public final class ReadYourWrites {
    private final Map<String, ReadModel<?>> models;
    private final Map<String, Followers> followers;
    private final Arrivals arrivals;
    private final ConsistencySettings settings;

    ReadYourWrites(
            List<ReadModel<?>> models, List<Followers> followers, Arrivals arrivals, ConsistencySettings settings) {
        this.models = models.stream().collect(Collectors.toMap(ReadModel::view, UnaryOperator.identity()));
        this.followers = followers.stream().collect(Collectors.toMap(Followers::aggregatePrefix, Function.identity()));
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
     * Waits until the views have what the tokens name, as far as the caller may know of it.
     *
     * @param tokens a few; the longest wait is for all of them together
     * @param views the names of those that the caller reads; what none of them shows is waited for in all views that do
     * @return the worst that came of it; empty when they name nothing that the caller reads here
     * @throws Unavailable when the database is away
     */
    public Optional<Freshness> await(Collection<ConsistencyToken> tokens, Caller caller, Collection<String> views) {
        var deadline = deadline(settings.longest());
        return tokens.stream()
                .flatMap(token -> showing(token, views).stream()
                        .flatMap(model -> await(token, model, id -> leave(caller, token, id), deadline).stream()))
                .max(Comparator.naturalOrder());
    }

    /**
     * Waits until the view has what the token names. It does not ask who may know of it: the token is the caller's own.
     *
     * @return what came of it; empty when the token names nothing that is read there
     * @throws Unavailable when the database is away
     */
    public Optional<Freshness> await(ConsistencyToken token, String view) {
        var model = models.get(view);
        if (model == null) {
            throw new IllegalArgumentException("there is no view " + view);
        }
        return shows(model, token)
                ? await(token, model, id -> Leave.GIVEN, deadline(settings.longest()))
                : Optional.empty();
    }

    private List<ReadModel<?>> showing(ConsistencyToken token, Collection<String> views) {
        var all = models.values().stream().filter(model -> shows(model, token)).toList();
        var read = all.stream().filter(model -> views.contains(model.view())).toList();
        return read.isEmpty() ? all : read;
    }

    private static boolean shows(ReadModel<?> model, ConsistencyToken token) {
        return model.aggregatePrefix().equals(Optional.of(prefix(token)));
    }

    private Leave leave(Caller caller, ConsistencyToken token, int id) {
        if (caller.approved() && caller.readsEverything()) {
            return Leave.GIVEN;
        }
        var kind = followers.get(prefix(token));
        return kind == null ? Leave.REFUSED : kind.rule().of(caller, id);
    }

    private Optional<Freshness> await(
            ConsistencyToken token, ReadModel<?> model, IntFunction<Leave> leave, long deadline) {
        var number = IdNumber.parse(token.aggregateId().substring(prefix(token).length()));
        if (number.isEmpty()) {
            return Optional.empty();
        }
        var id = number.getAsInt();
        if (leave.apply(id) == Leave.REFUSED) {
            return Optional.empty();
        }
        if (!model.filled()) {
            // The read itself will be refused; there is no use in waiting first.
            return Optional.of(Freshness.STALE);
        }
        return Optional.of(await(
                token,
                model.view(),
                deadline,
                () -> model.version(id).orElse(-1) >= token.version() && leave.apply(id) == Leave.GIVEN));
    }

    private static String prefix(ConsistencyToken token) {
        return token.aggregateId().substring(0, token.aggregateId().lastIndexOf('-') + 1);
    }

    private static long deadline(Duration timeout) {
        return System.nanoTime() + timeout.toNanos();
    }

    /**
     * Waits for something to appear that nobody has a version of, looking into the database from time to time.
     *
     * @param timeout the longest to wait
     */
    public <T> Optional<T> await(Duration timeout, Supplier<Optional<T>> search) {
        var deadline = deadline(timeout);
        var floor = Floor.under("read of what has no version");
        var found = search.get();
        while (found.isEmpty() && System.nanoTime() < deadline && pause(floor)) {
            found = search.get();
        }
        return found;
    }

    private Freshness await(ConsistencyToken token, String view, long deadline, BooleanSupplier there) {
        // Most tokens name what has long been there.
        if (there.getAsBoolean()) {
            return Freshness.FRESH;
        }
        var floor = Floor.under("read of one's own write");
        try (var waiter = arrivals.waiter(view, token.aggregateId(), token.version())) {
            while (!there.getAsBoolean()) {
                var left = Duration.ofNanos(deadline - System.nanoTime());
                if (left.isNegative() || left.isZero()) {
                    return Freshness.STALE;
                }
                floor.round(waiter.await(left.compareTo(settings.poll()) < 0 ? left : settings.poll()));
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
