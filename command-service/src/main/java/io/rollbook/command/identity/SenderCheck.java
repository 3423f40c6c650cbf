package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.access.Caller;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Asks again what a caller may do, once their command was handled and before its events are appended: a request may have
 * waited in between, for a password to be computed or for other commands, and what let it in may be gone.
 *
 * <p>It is asked in the statement that appends. Where that fails, the command is tried again, and then asked before, to say
 * which right is gone. A caller's command to their own user is exact: a change of theirs that is not seen makes the append
 * fail.
 */
@Component
@Order(3)
public class SenderCheck implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Callers users;

    SenderCheck(Callers users) {
        this.users = users;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        var result = chain.proceed();
        var message = unitOfWork.getMessage();
        if (message.getMetaData().get(Actor.KEY) instanceof Actor actor && actor.caller() != null) {
            if (message.getMetaData().containsKey(CommandSender.AGAIN) || changesNothing(result)) {
                require(actor.caller());
            }
            Callers.stands(actor.caller()).askIn(unitOfWork);
        }
        return result;
    }

    // Then there is no append to ask it with.
    private static boolean changesNothing(@Nullable Object result) {
        return !(result instanceof CommandResult<?> recorded) || !recorded.changed();
    }

    /**
     * Asks again what the actor may do, if they are a caller.
     *
     * @throws Rejection when something of it is gone
     */
    public void require(Actor actor) {
        if (actor.caller() != null) {
            require(actor.caller());
        }
    }

    private void require(Caller checked) {
        var now = users.findAgain(checked)
                .filter(found -> !found.disabled() && found.signedOut() == checked.signedOut())
                .orElseThrow(() -> new Rejection(AccessReason.TOKEN_REFUSED));
        if (checked.approved() && !now.approved()) {
            throw new Rejection(AccessReason.NOT_APPROVED);
        }
        if (checked.isAdmin() && !now.isAdmin()) {
            throw new Rejection(AccessReason.NOT_ALLOWED);
        }
    }
}
