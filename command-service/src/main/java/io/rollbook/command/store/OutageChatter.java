package io.rollbook.command.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Keeps out of the log what libraries tell again and again, with stack traces, while PostgreSQL is away: we say it once
 * ourselves, in one sentence. Whatever else they have to tell gets through.
 */
@Component
final class OutageChatter extends TurboFilter implements DisposableBean {

    private static final List<String> LIBRARIES = List.of(
            "com.zaxxer.hikari.",
            "org.axonframework.",
            "org.springframework.jdbc.",
            "org.springframework.transaction.");

    // Told of every connection that broke, and of every further attempt, without the exception.
    private static final List<String> CONSEQUENCES = List.of(
            "Failed to validate connection",
            "Releasing claim on token and preparing for retry",
            "waiting for add connection executor to shutdown");

    private final @Nullable LoggerContext context;

    OutageChatter() {
        context = LoggerFactory.getILoggerFactory() instanceof LoggerContext logback ? logback : null;
        if (context != null) {
            context.addTurboFilter(this);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable throwable) {
        return level.isGreaterOrEqual(Level.WARN)
                        && LIBRARIES.stream().anyMatch(logger.getName()::startsWith)
                        && (StoreOutage.isOne(thrown(parameters, throwable)) || isConsequence(format))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    @Override
    public void destroy() {
        if (context != null) {
            context.getTurboFilterList().remove(this);
        }
    }

    // Behind several parameters the exception comes as the last of them.
    private static @Nullable Throwable thrown(Object @Nullable [] parameters, @Nullable Throwable throwable) {
        return throwable == null
                        && parameters != null
                        && parameters.length > 0
                        && parameters[parameters.length - 1] instanceof Throwable last
                ? last
                : throwable;
    }

    private static boolean isConsequence(@Nullable String format) {
        return format != null && CONSEQUENCES.stream().anyMatch(format::contains);
    }
}
