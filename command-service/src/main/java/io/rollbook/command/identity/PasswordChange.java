package io.rollbook.command.identity;

import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.NewPassword;
import java.util.List;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageDispatchInterceptor;
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
 * The command is the only message that ever holds it. What takes long about it is done before the transaction begins, once
 * however often the command is tried, so that nobody waits for a connection or a lock meanwhile.
 *
 * <p>A remote provider's tokens say only when they were given, and the old password is good there until the provider has
 * the new one. The event must be later than that. So it takes two rounds: in the first everything is checked, the provider
 * takes the password, and the events are rolled back; in the second, a moment later, they are appended with a time of then.
 */
@Component
@Order(2)
class PasswordChange
        implements MessageDispatchInterceptor<CommandMessage<?>>, MessageHandlerInterceptor<CommandMessage<?>> {

    private final IdentityProvider identity;
    private final Callers users;
    private final boolean remote;

    // The command that this thread sends, until its events are committed.
    private final ThreadLocal<@Nullable Handover> underWay = new ThreadLocal<>();

    @Autowired
    PasswordChange(IdentityProvider identity, Callers users, ObjectProvider<RemoteAccounts> remoteAccounts) {
        this(identity, users, remoteAccounts.getIfAvailable() != null);
    }

    PasswordChange(IdentityProvider identity, Callers users, boolean remote) {
        this.identity = identity;
        this.users = users;
        this.remote = remote;
    }

    /**
     * The password of one command.
     *
     * @param done whether the provider has it
     */
    private record Handover(ChangeUser change, PreparedPassword password, boolean done) {}

    @Override
    public BiFunction<Integer, CommandMessage<?>, CommandMessage<?>> handle(
            List<? extends CommandMessage<?>> messages) {
        return (index, message) -> {
            if (message.getPayload() instanceof ChangeUser change && change.newPassword() != null) {
                handover(change, change.newPassword());
            }
            return message;
        };
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        var result = chain.proceed();
        if (unitOfWork.getMessage().getPayload() instanceof ChangeUser change && change.newPassword() != null) {
            var handover = handover(change, change.newPassword());
            unitOfWork.onPrepareCommit(work -> handOver(handover));
            unitOfWork.afterCommit(work -> underWay.remove());
        }
        return result;
    }

    @SuppressWarnings("ReferenceEquality") // The very command: another may be equal to it.
    private Handover handover(ChangeUser change, NewPassword password) {
        var prepared = underWay.get();
        if (prepared == null || prepared.change() != change) {
            prepared = new Handover(change, identity.prepare(password), false);
            underWay.set(prepared);
        }
        return prepared;
    }

    private void handOver(Handover handover) {
        if (handover.done()) {
            return;
        }
        identity.changePassword(users.uidOf(handover.change().id()), handover.password());
        if (remote) {
            underWay.set(new Handover(handover.change(), handover.password(), true));
            throw new ConcurrencyException("the provider has the password; its event is to be later than that");
        }
    }
}
