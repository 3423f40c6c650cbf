package io.rollbook.command.bus;

import io.rollbook.command.store.EventMetadata;
import io.rollbook.web.request.Correlation;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** While an automation handles an event, it works on behalf of the request that caused the event. */
public final class EventCorrelation implements MessageHandlerInterceptor<EventMessage<?>> {

    @Override
    public @Nullable Object handle(UnitOfWork<? extends EventMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        var id = unitOfWork.getMessage().getMetaData().get(EventMetadata.CORRELATION);
        try (var correlation = Correlation.with(id == null ? null : id.toString())) {
            return chain.proceed();
        }
    }
}
