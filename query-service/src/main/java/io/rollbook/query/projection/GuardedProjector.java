package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.query.projection.Folding.DeadLetter;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every projector does alike: it writes with a guard, keeps what it could not fold and tries that again. */
abstract class GuardedProjector<D, E extends DomainEvent> implements Projector {
    /** How often a write is tried again that another process was faster with. */
    static final int RACES = 20;

    /** How many dead letters of an aggregate are tried together. */
    static final int LETTERS_AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(GuardedProjector.class);

    final Projection<D, E> projection;
    final StateStore<D, E> states;
    final DeadLetters deadLetters;
    final Untold untold;
    private final Filling filling;

    GuardedProjector(
            Projection<D, E> projection,
            StateStore<D, E> states,
            DeadLetters deadLetters,
            Filling filling,
            ProjectionListener listener) {
        this.projection = projection;
        this.states = states;
        this.deadLetters = deadLetters;
        this.filling = filling;
        this.untold = new Untold(projection.name(), listener);
    }

    /** Tries the first dead letters of an aggregate; false when none of them folds now. */
    abstract boolean retry(String aggregate);

    @Override
    public final void prepare() {
        states.prepare();
        deadLetters.prepare();
    }

    @Override
    public final void tell() {
        untold.tell();
    }

    @Override
    public final void lose() {
        untold.lose();
    }

    @Override
    public final void retry(Collection<Integer> partitions) {
        deadLetters.aggregates(partitions).forEach(this::retryAll);
    }

    @Override
    public final void retryAll(Collection<String> aggregates) {
        deadLetters.among(aggregates).forEach(this::retryAll);
    }

    /** Dead letters were tried in vain, the first of them perhaps for another reason than before. */
    final void triedInVain(List<DeadLetter> letters) {
        letters.stream().findFirst().ifPresent(deadLetters::tried);
    }

    /** Dead letters were tried: some are done and stored, the rest wait on, each for its own reason. */
    final void tried(List<RawEvent> done, List<DeadLetter> rest) {
        deadLetters.add(rest);
        deadLetters.remove(done);
        filling.verify();
        tell();
    }

    final IllegalStateException lostRaces() {
        return new IllegalStateException(projection.name() + " lost " + RACES + " races for the same documents");
    }

    private void retryAll(String aggregate) {
        while (retry(aggregate)) {
            LOG.info("{}: dead letters of {} are folded", projection.name(), aggregate);
        }
    }
}
