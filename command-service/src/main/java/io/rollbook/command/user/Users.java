package io.rollbook.command.user;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.command.identity.KnownUser;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.store.AggregateCache;
import java.util.Objects;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Looks at a user on the write side, as of the last event. */
@Component
class Users implements KnownUsers {

    private final Repository<User> users;
    private final TransactionManager transactions;
    private final EventStore store;
    private final AggregateCache cache;

    Users(Repository<User> users, TransactionManager transactions, EventStore store, AggregateCache cache) {
        this.users = users;
        this.transactions = transactions;
        this.store = store;
        this.cache = cache;
    }

    @Override
    public KnownUser find(UserId id) {
        var known = load(id);
        // What is cached may be older than what another instance has appended.
        if (known.version().version() < lastVersion(id)) {
            cache.remove(id.toString());
            known = load(id);
        }
        return known;
    }

    private long lastVersion(UserId id) {
        return store.lastSequenceNumberFor(id.toString()).orElse(-1L);
    }

    private KnownUser load(UserId id) {
        var work = DefaultUnitOfWork.startAndGet(null);
        work.attachTransaction(transactions);
        var looked = work.executeWithResult(() -> look(id));
        // Asked for its payload, the framework would hide what was thrown in an exception of its own.
        if (looked.isExceptional() && looked.exceptionResult() instanceof RuntimeException thrown) {
            throw thrown;
        }
        return Objects.requireNonNull(looked.getPayload());
    }

    private KnownUser look(UserId id) {
        try {
            var user = users.load(id.toString());
            UserView view = user.invoke(User::view);
            return new KnownUser(view, new ConsistencyToken(id.toString(), user.version()));
        } catch (AggregateNotFoundException e) {
            throw new Rejection(UserReason.NOT_FOUND);
        }
    }
}
