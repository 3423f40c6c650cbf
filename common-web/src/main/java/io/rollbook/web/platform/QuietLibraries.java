package io.rollbook.web.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;
import org.springframework.beans.factory.DisposableBean;

/**
 * Puts what clients of servers and the JDK warn of into one line of ours, each kind once in ten minutes: while a server is
 * away they tell the same with every attempt, and some with a trace. What it means for us is said by who uses the server.
 */
final class QuietLibraries extends TurboFilter implements DisposableBean {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(QuietLibraries.class);
    private static final List<String> QUIET =
            List.of("org.apache.kafka.", "java.", "javax.", "jdk.", "sun.", "com.sun.");
    private static final Duration ONCE_IN = Duration.ofMinutes(10);
    private static final int MOST_KINDS = 500;
    private static final int LONGEST = 300;

    private final @Nullable LoggerContext context;
    private final Map<String, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_KINDS;
        }
    };

    QuietLibraries() {
        context = LoggerFactory.getILoggerFactory() instanceof LoggerContext logback ? logback : null;
        // In the one process there is more than one side, and one log.
        if (context != null && context.getTurboFilterList().stream().noneMatch(QuietLibraries.class::isInstance)) {
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
        if (format == null
                || !level.isGreaterOrEqual(Level.WARN)
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())
                || QUIET.stream().noneMatch(logger.getName()::startsWith)) {
            return FilterReply.NEUTRAL;
        }
        if (isNew(logger.getName() + kind(format))) {
            LOG.warn("{} says: {}", logger.getName(), line(format, parameters, throwable));
        }
        return FilterReply.DENY;
    }

    @Override
    public void destroy() {
        if (context != null) {
            context.getTurboFilterList().remove(this);
        }
    }

    private synchronized boolean isNew(String kind) {
        var now = System.nanoTime();
        var before = told.get(kind);
        if (before != null && now - before < ONCE_IN.toNanos()) {
            return false;
        }
        told.remove(kind);
        told.put(kind, now);
        return true;
    }

    // Kafka puts who says it in brackets before it, and some write numbers into the text.
    private static String kind(String format) {
        return format.replaceFirst("^\\[[^\\]]*\\]", "").replaceAll("[0-9]+", "");
    }

    private static String line(String format, Object @Nullable [] parameters, @Nullable Throwable throwable) {
        // Behind several parameters the exception comes as the last of them.
        var message = throwable == null
                ? MessageFormatter.arrayFormat(format, parameters)
                : MessageFormatter.arrayFormat(format, parameters, throwable);
        var cause = message.getThrowable();
        var whole = message.getMessage() + (cause == null ? "" : " (" + cause + ")");
        var line = whole.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
