package io.rollbook.command.bus;

import io.rollbook.command.store.EventMetadata;
import java.util.function.Supplier;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs work that makes or loads aggregates without a command of their own, in one transaction with whatever events come of
 * it.
 */
@Component
public class OneTransaction {

    private final TransactionManager transactions;

    OneTransaction(TransactionManager transactions) {
        this.transactions = transactions;
    }

    /**
     * What {@code work} returns, once its events are stored.
     *
     * @param actor the events keep who caused them
     */
    public <T extends @Nullable Object> T run(Actor actor, Supplier<T> work) {
        var unit = DefaultUnitOfWork.startAndGet(CommandSender.message(work, actor, IfMatch.ANY));
        unit.registerCorrelationDataProvider(new EventMetadata());
        unit.attachTransaction(transactions);
        var done = unit.executeWithResult(work::get);
        // Asked for its payload, the framework would hide what was thrown in an exception of its own.
        if (done.isExceptional() && done.exceptionResult() instanceof RuntimeException thrown) {
            throw thrown;
        }
        return done.getPayload();
    }
}
