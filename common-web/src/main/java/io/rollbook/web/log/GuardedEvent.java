package io.rollbook.web.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** A line of the log whose texts are {@link LogText}, whatever the layout makes of them. */
final class GuardedEvent implements ILoggingEvent {

    // Why the process does not start, in several lines that are made of its own settings.
    private static final String START_REPORT = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    private final ILoggingEvent guarded;

    GuardedEvent(ILoggingEvent guarded) {
        this.guarded = guarded;
    }

    @Override
    public @Nullable String getMessage() {
        return of(guarded.getMessage());
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        // The arguments are in the message already.
        return null;
    }

    @Override
    public @Nullable String getFormattedMessage() {
        return of(guarded.getFormattedMessage());
    }

    private @Nullable String of(@Nullable String text) {
        return text == null || guarded.getLoggerName().equals(START_REPORT) ? text : LogText.of(text);
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return GuardedThrowable.of(guarded.getThrowableProxy());
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return guarded.getMDCPropertyMap().entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> LogText.of(entry.getValue())));
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return getMDCPropertyMap();
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        var pairs = guarded.getKeyValuePairs();
        return pairs == null
                ? null
                : pairs.stream()
                        .map(pair -> new KeyValuePair(pair.key, LogText.of(String.valueOf(pair.value))))
                        .toList();
    }

    @Override
    public String getThreadName() {
        return guarded.getThreadName();
    }

    @Override
    public Level getLevel() {
        return guarded.getLevel();
    }

    @Override
    public String getLoggerName() {
        return guarded.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return guarded.getLoggerContextVO();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return guarded.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return guarded.hasCallerData();
    }

    @Override
    public @Nullable List<Marker> getMarkerList() {
        return guarded.getMarkerList();
    }

    @Override
    public long getTimeStamp() {
        return guarded.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return guarded.getNanoseconds();
    }

    @Override
    public Instant getInstant() {
        return guarded.getInstant();
    }

    @Override
    public long getSequenceNumber() {
        return guarded.getSequenceNumber();
    }

    @Override
    public void prepareForDeferredProcessing() {
        guarded.prepareForDeferredProcessing();
    }
}
