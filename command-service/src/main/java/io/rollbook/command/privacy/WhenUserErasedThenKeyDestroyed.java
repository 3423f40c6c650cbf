package io.rollbook.command.privacy;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.user.UserErased;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.AppendListener;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Destroys a person's key in the transaction of the event that certifies it: either both are so or neither, whenever the
 * process ends. What is in memory goes once it is committed.
 */
@Component
@Order(3)
class WhenUserErasedThenKeyDestroyed implements AppendListener {

    private final DataKeys keys;
    private final Erasures erasures;
    private final AggregateCache aggregates;

    WhenUserErasedThenKeyDestroyed(DataKeys keys, Erasures erasures, AggregateCache aggregates) {
        this.keys = keys;
        this.erasures = erasures;
        this.aggregates = aggregates;
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        if (event instanceof UserErased erased) {
            keys.destroy(erased.id());
            erasures.keep(erased);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    aggregates.remove(erased.id().toString());
                }
            });
        }
    }
}
