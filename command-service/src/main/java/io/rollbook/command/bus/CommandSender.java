package io.rollbook.command.bus;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.EventMetadata;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.envelope.TooManyRequests;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import io.rollbook.web.request.Correlation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/**
 * Sends commands to aggregates and waits for what comes of them.
 *
 * <p>Several command services share one store, so two things can go wrong that no aggregate sees. Another instance
 * appended first: then the command is tried again on the newer state, a bounded number of times. And the cached
 * aggregate is older than the store: an append would notice, but a refusal or a "nothing to change" would not, so these
 * are believed only when the aggregate was up to date.
 *
 * <p>Of one person a bounded number of commands is under way at a time; see {@link Turns}.
 *
 * <p>What changes who may do what is answered only once the read side has folded it, within limits: from then on no side
 * goes by what was before.
 */
@Component
public class CommandSender {

    /** The metadata key of a command that is tried again: something had changed that it or its sender relied on. */
    public static final String AGAIN = "again";

    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);
    private static final int ATTEMPTS = 10;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);

    /** Half of the connections to the store: the others are everybody else's. */
    private static final int OF_ONE_PERSON = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CommandGateway gateway;
    private final EventStore store;
    private final AggregateCache cache;
    private final AccessBarrier barrier;
    private final CommandTimes times;
    private final Turns turns = new Turns(OF_ONE_PERSON, PATIENCE);

    CommandSender(
            CommandGateway gateway, EventStore store, AggregateCache cache, AccessBarrier barrier, CommandTimes times) {
        this.gateway = gateway;
        this.store = store;
        this.cache = cache;
        this.barrier = barrier;
        this.times = times;
    }

    /** Sends a command whatever the aggregate's version. */
    public <V> CommandResult<V> send(Command command, Actor actor) {
        return send(command, actor, IfMatch.ANY);
    }

    /**
     * Sends a command.
     *
     * @param ifMatch the versions to act on
     * @throws Rejection when a rule refuses it, or when others kept changing the same aggregate
     * @throws InvalidInput when it refers to something that does not exist
     * @throws TooManyRequests when too many of the same person are under way
     */
    public <V> CommandResult<V> send(Command command, Actor actor, IfMatch ifMatch) {
        CommandResult<V> recorded =
                turns.take(actor, () -> times.time(command, () -> attempt(command, actor, ifMatch)));
        var waits = recorded.changed() && command.changesAccess();
        if (waits) {
            SecurityLog.tell(SecurityEvent.RIGHTS_CHANGED, actor.name(), "command", name(command), "of", command.id());
        }
        return waits && !barrier.await(recorded.token()) ? recorded.asStale() : recorded;
    }

    private <V> CommandResult<V> attempt(Command command, Actor actor, IfMatch ifMatch) {
        var identifier = command.id().toString();
        for (var attempt = 1; ; attempt++) {
            var wasCached = cache.containsKey(identifier);
            try {
                var message = message(command, actor, ifMatch);
                CommandResult<V> recorded =
                        gateway.sendAndWait(attempt == 1 ? message : message.andMetaData(Map.of(AGAIN, true)));
                if (recorded.changed() || !wasCached || isUpToDate(recorded)) {
                    return recorded;
                }
                cache.remove(identifier);
            } catch (Rejection | InvalidInput refusal) {
                // The failed attempt has dropped the aggregate from the cache: the next one sees the store.
                if (!wasCached || attempt > 1) {
                    throw refusal;
                }
            } catch (AggregateNotFoundException missing) {
                throw new Rejection(command.notFound());
            } catch (RuntimeException failure) {
                if (!isConflict(failure)) {
                    throw failure;
                }
                if (attempt == ATTEMPTS) {
                    LOG.warn("gave up on {} for {} after {} conflicts", name(command), identifier, ATTEMPTS);
                    throw new Rejection(CommandReason.CHANGED_MEANWHILE);
                }
                pause(attempt);
            }
        }
    }

    private static boolean isConflict(RuntimeException failure) {
        // First: whatever goes wrong with a first event has the name of a conflict.
        return StoreOutage.isOne(failure)
                ? StoreOutage.isConflict(failure)
                : failure instanceof ConcurrencyException
                        || failure instanceof AggregateStreamCreationException
                        || failure instanceof ConcurrencyFailureException;
    }

    static GenericCommandMessage<Object> message(Object command, Actor actor, IfMatch ifMatch) {
        var metaData = new HashMap<String, Object>();
        metaData.put(Actor.KEY, actor);
        metaData.put(EventMetadata.ACTOR, actor.name());
        metaData.put(EventMetadata.CORRELATION, Correlation.current());
        Correlation.traceParent().ifPresent(trace -> metaData.put(EventMetadata.TRACE_PARENT, trace));
        if (!ifMatch.equals(IfMatch.ANY)) {
            metaData.put(CommandedAggregate.EXPECTED, ifMatch);
        }
        return new GenericCommandMessage<>(command, metaData);
    }

    private boolean isUpToDate(CommandResult<?> recorded) {
        var stored = store.lastSequenceNumberFor(recorded.token().aggregateId());
        return stored.isPresent() && stored.get() == recorded.token().version();
    }

    // Grows with the attempts and differs between rivals, so that they do not meet again.
    private static void pause(int attempt) {
        var longest = SHORTEST_PAUSE.toNanos() << Math.min(attempt, 5);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toNanos(), longest));
    }

    private static String name(Object command) {
        return command.getClass().getSimpleName();
    }
}
