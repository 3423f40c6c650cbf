package io.rollbook.command.user;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.OneTransaction;
import io.rollbook.command.identity.KnownUser;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.store.AggregateCache;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Looks at a user on the write side, as of the last event. */
@Component
class Users implements KnownUsers {

    private final Repository<User> users;
    private final OneTransaction transaction;
    private final EventStore store;
    private final AggregateCache cache;

    Users(Repository<User> users, OneTransaction transaction, EventStore store, AggregateCache cache) {
        this.users = users;
        this.transaction = transaction;
        this.store = store;
        this.cache = cache;
    }

    /** Makes a user within a transaction that is under way, which others may be made in too. */
    void add(AddUser command) {
        try {
            users.newInstance(User::new, user -> user.execute(made -> made.handle(command)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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
        return transaction.run(Actor.SYSTEM, () -> look(id));
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
