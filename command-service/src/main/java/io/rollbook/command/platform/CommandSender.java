package io.rollbook.command.platform;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.EnableUser;
import io.rollbook.api.user.EraseUser;
import io.rollbook.api.user.RegisterUser;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.ToggleUser;
import io.rollbook.api.user.UserCommand;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.folded.ReadSide;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.request.Correlation;
import java.time.Duration;
import java.util.HashMap;
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
 * <p>What changes who may do what is answered only once the read side has folded it, within limits: from then on no side
 * goes by what was before.
 */
@Component
public class CommandSender {

    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);
    private static final int ATTEMPTS = 10;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);

    private final CommandGateway gateway;
    private final EventStore store;
    private final AggregateCache cache;
    private final ReadSide readSide;
    private final CommandTimes times;

    CommandSender(
            CommandGateway gateway, EventStore store, AggregateCache cache, ReadSide readSide, CommandTimes times) {
        this.gateway = gateway;
        this.store = store;
        this.cache = cache;
        this.readSide = readSide;
        this.times = times;
    }

    /** Sends a command whatever the aggregate's version. */
    public <V> Recorded<V> send(Object aggregateId, Object command, Actor actor) {
        return send(aggregateId, command, actor, IfMatch.ANY);
    }

    /**
     * Sends a command.
     *
     * @param aggregateId the identifier of the aggregate it is for
     * @param ifMatch the versions to act on
     * @throws Rejection when a rule refuses it, or when others kept changing the same aggregate
     * @throws InvalidInput when it refers to something that does not exist
     */
    public <V> Recorded<V> send(Object aggregateId, Object command, Actor actor, IfMatch ifMatch) {
        Recorded<V> recorded = times.time(command, () -> attempt(aggregateId, command, actor, ifMatch));
        var waitsForTheReadSide = recorded.changed() && changesAccess(command);
        return waitsForTheReadSide && !readSide.await(recorded.token()) ? recorded.asStale() : recorded;
    }

    private <V> Recorded<V> attempt(Object aggregateId, Object command, Actor actor, IfMatch ifMatch) {
        var identifier = aggregateId.toString();
        for (var attempt = 1; ; attempt++) {
            var wasCached = cache.containsKey(identifier);
            try {
                Recorded<V> recorded = gateway.sendAndWait(message(command, actor, ifMatch));
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
                throw new Rejection(notFound(aggregateId));
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

    private static GenericCommandMessage<Object> message(Object command, Actor actor, IfMatch ifMatch) {
        var metaData = new HashMap<String, Object>();
        metaData.put(Actor.KEY, actor);
        metaData.put(EventMetadata.ACTOR, actor.name());
        metaData.put(EventMetadata.CORRELATION, Correlation.current());
        Correlation.traceParent().ifPresent(trace -> metaData.put(EventMetadata.TRACE_PARENT, trace));
        if (!ifMatch.equals(IfMatch.ANY)) {
            metaData.put(AggregateVersion.EXPECTED, ifMatch);
        }
        return new GenericCommandMessage<>(command, metaData);
    }

    private static boolean changesAccess(Object command) {
        return command instanceof UserCommand user
                && switch (user) {
                    case RegisterUser c -> false;
                    case AddUser c -> false;
                    case ChangeUser c -> c.newPassword() != null || c.role() != null || c.approved() != null;
                    case ApproveUser c -> true;
                    case RevokeUserApproval c -> true;
                    case DisableUser c -> true;
                    case EnableUser c -> true;
                    case ToggleUser c -> true;
                    case SignOutUser c -> true;
                    case DeleteUser c -> true;
                    // Whoever is deleted already can do nothing that erasing takes away.
                    case EraseUser c -> c.delete();
                };
    }

    private boolean isUpToDate(Recorded<?> recorded) {
        var stored = store.lastSequenceNumberFor(recorded.token().aggregateId());
        return stored.isPresent() && stored.get() == recorded.token().version();
    }

    // Grows with the attempts and differs between rivals, so that they do not meet again.
    private static void pause(int attempt) {
        var longest = SHORTEST_PAUSE.toNanos() << Math.min(attempt, 5);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toNanos(), longest));
    }

    private static Reason notFound(Object aggregateId) {
        return switch (aggregateId) {
            case UserId user -> UserReason.NOT_FOUND;
            case RoleId role -> RoleReason.NOT_FOUND;
            case UserIntegrationId integration -> UserIntegrationReason.INVALID_ID;
            default -> throw new IllegalArgumentException(aggregateId.getClass() + " names no aggregate");
        };
    }

    private static String name(Object command) {
        return command.getClass().getSimpleName();
    }
}
