package io.rollbook.command.identity;

import io.rollbook.api.user.ChangeUser;
import io.rollbook.command.claim.UserClaims;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hands a new password to the identity provider after the event that says so was appended and before it is committed.
 * The command is the only message that ever holds it.
 */
@Component
public class PasswordChange implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final IdentityProvider identity;
    private final UserClaims users;

    PasswordChange(IdentityProvider identity, UserClaims users) {
        this.identity = identity;
        this.users = users;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        var result = chain.proceed();
        if (unitOfWork.getMessage().getPayload() instanceof ChangeUser change && change.newPassword() != null) {
            var password = change.newPassword();
            unitOfWork.onPrepareCommit(work -> identity.changePassword(users.uidOf(change.id()), password));
        }
        return result;
    }
}
