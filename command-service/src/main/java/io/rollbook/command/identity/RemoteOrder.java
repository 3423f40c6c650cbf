package io.rollbook.command.identity;

import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.RegisterUser;
import io.rollbook.api.user.UserCommand;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets a change of a user whose account is at a remote provider wait for its turn before its events get their time. The
 * provider's tokens say only when they were given. One that was handed out before the change had its turn is therefore older
 * than the change, however long the change waited.
 */
@Component
@Order(1)
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "firebase")
class RemoteOrder implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Callers users;

    RemoteOrder(Callers users) {
        this.users = users;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        if (unitOfWork.getMessage().getPayload() instanceof UserCommand command
                && !(command instanceof RegisterUser || command instanceof AddUser)) {
            users.await(command.id());
        }
        return chain.proceed();
    }
}
