package io.rollbook.command.publishing;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import org.axonframework.eventhandling.EventMessage;

/** What readers of events need from Kafka before the events themselves. */
public interface BeforePublishing {

    /** Begins anew: what another instance has sent since, and whether the broker still has it, is not known. */
    void begin() throws InterruptedException, ExecutionException;

    /** Called about once a second while this instance publishes. */
    void repeat() throws InterruptedException, ExecutionException;

    /** Sends what readers of these events need before them; when it returns, Kafka has acknowledged it. */
    void sendBefore(Collection<? extends EventMessage<?>> events) throws InterruptedException, ExecutionException;
}
