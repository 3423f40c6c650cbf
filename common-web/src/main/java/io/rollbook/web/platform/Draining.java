package io.rollbook.web.platform;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Goes on serving for a moment after the process was told to end and before anything of it stops. It is not ready any
 * more then. So a proxy that has just found it ready can still hand its request over, and hands over no other one.
 */
final class Draining implements ApplicationListener<ContextClosedEvent> {

    private final ApplicationContext context;
    private final WebSettings settings;

    Draining(ApplicationContext context, WebSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // The management port of its own is a context too, and ends first.
        if (!event.getApplicationContext().equals(context)) {
            return;
        }
        try {
            Thread.sleep(settings.drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
