package io.rollbook.command.identity;

import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.NewPassword;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Hands a new password to the identity provider after the event that says so was appended and before it is committed.
 * The command is the only message that ever holds it.
 *
 * <p>A remote provider's tokens say only when they were given, and the old password is good there until the provider has
 * the new one. The event must be later than that. So it takes two rounds: in the first everything is checked, the provider
 * takes the password, and the events are rolled back; in the second, a moment later, they are appended with a time of then.
 */
@Component
@Order(2)
class PasswordChange implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final IdentityProvider identity;
    private final Callers users;
    private final boolean remote;

    // The command that this thread has just handed the password of over, until its events are committed.
    private final ThreadLocal<@Nullable ChangeUser> handedOver = new ThreadLocal<>();

    @Autowired
    PasswordChange(IdentityProvider identity, Callers users, ObjectProvider<RemoteAccounts> remoteAccounts) {
        this(identity, users, remoteAccounts.getIfAvailable() != null);
    }

    PasswordChange(IdentityProvider identity, Callers users, boolean remote) {
        this.identity = identity;
        this.users = users;
        this.remote = remote;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        var result = chain.proceed();
        if (unitOfWork.getMessage().getPayload() instanceof ChangeUser change && change.newPassword() != null) {
            var password = change.newPassword();
            unitOfWork.onPrepareCommit(work -> handOver(change, password));
            unitOfWork.afterCommit(work -> handedOver.remove());
        }
        return result;
    }

    @SuppressWarnings("ReferenceEquality") // The very command: another may be equal to it.
    private void handOver(ChangeUser change, NewPassword password) {
        if (handedOver.get() == change) {
            return;
        }
        identity.changePassword(users.uidOf(change.id()), password);
        if (remote) {
            handedOver.set(change);
            throw new ConcurrencyException("the provider has the password; its event is to be later than that");
        }
    }
}
