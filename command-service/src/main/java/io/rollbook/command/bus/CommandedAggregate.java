package io.rollbook.command.bus;

import io.rollbook.api.command.Command;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * What every aggregate does around a command: it refuses one for what is gone, checks the version that the client expects,
 * and says what came of it.
 *
 * <p>A handler that creates the aggregate returns its identifier. If the handler returned nothing, Axon would answer the
 * identifier and drop the {@link CommandResult}.
 */
public abstract class CommandedAggregate {

    /** The metadata key of the {@link IfMatch} a command comes with; absent when every version will do. */
    public static final String EXPECTED = "ifMatch";

    @CommandHandlerInterceptor
    CommandResult<?> answer(CommandMessage<?> message, InterceptorChain chain) throws Exception {
        var command = (Command) message.getPayload();
        if (isGoneFor(command)) {
            throw new Rejection(command.notFound());
        }
        var before = version();
        if (message.getMetaData().get(EXPECTED) instanceof IfMatch expected && !expected.admits(before)) {
            throw new Rejection(CommandReason.VERSION_DIFFERS);
        }
        chain.proceed();
        var after = version();
        if (after == null) {
            throw new IllegalStateException("an aggregate without events has no version");
        }
        var token = new ConsistencyToken(command.id().toString(), after);
        return new CommandResult<>(viewAfter(command), token, !after.equals(before));
    }

    /** Whether the aggregate is no more, as far as this command is concerned. */
    protected abstract boolean isGoneFor(Command command);

    /** The aggregate as the contract shows it after the command. */
    protected abstract Object viewAfter(Command command);

    private static @Nullable Long version() {
        return AggregateLifecycle.getVersion();
    }
}
