package io.rollbook.web.log;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** Tells the security log when this process begins and ends to serve. */
public final class ServiceLife {

    private final ApplicationContext application;

    public ServiceLife(ApplicationContext application) {
        this.application = application;
    }

    @EventListener
    void on(ApplicationReadyEvent ready) {
        tell(SecurityEvent.STARTED, ready.getApplicationContext());
    }

    @EventListener
    void on(ContextClosedEvent closed) {
        tell(SecurityEvent.STOPPED, closed.getApplicationContext());
    }

    // The operators' port has a context of its own, whose events come here too.
    private void tell(SecurityEvent event, ApplicationContext of) {
        if (of == application) {
            SecurityLog.tell(
                    event,
                    "system",
                    "service",
                    application.getEnvironment().getProperty("spring.application.name", "rollbook"));
        }
    }
}
