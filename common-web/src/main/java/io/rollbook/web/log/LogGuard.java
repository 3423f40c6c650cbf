package io.rollbook.web.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Lets nothing into the log but {@link LogText}: messages, what exceptions say, and fields, of this service and of every
 * library, as lines of text and as JSON. What a client has sent cannot forge a line, steer a terminal or fill the disk. It
 * stands before each appender, as soon as logging is set up.
 */
public final class LogGuard implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLoggerList().forEach(LogGuard::guard);
        }
    }

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    static void guard(Logger logger) {
        var appenders = new ArrayList<Appender<ILoggingEvent>>();
        logger.iteratorForAppenders().forEachRemaining(appenders::add);
        for (var appender : appenders) {
            if (!(appender instanceof GuardedAppender)) {
                logger.detachAppender(appender);
                logger.addAppender(new GuardedAppender(appender));
            }
        }
    }

    private static final class GuardedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final Appender<ILoggingEvent> guarded;

        GuardedAppender(Appender<ILoggingEvent> guarded) {
            this.guarded = guarded;
            setContext(guarded.getContext());
            setName(guarded.getName());
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            guarded.doAppend(new GuardedEvent(event));
        }

        @Override
        public void stop() {
            super.stop();
            guarded.stop();
        }
    }
}
