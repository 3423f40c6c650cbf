package io.rollbook.web.request;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The id that ties together a request, its log lines and the events it caused. */
public final class Correlation {

    /** The header a client may send it in and always gets it back in. */
    public static final String HEADER = "X-Correlation-Id";

    /** The key under which log lines carry it. */
    public static final String MDC_KEY = "correlationId";

    /** The W3C trace context, passed on to events as it came. */
    public static final String TRACE_PARENT = "traceparent";

    /** What an id may look like. */
    public static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final String NONE = "none";

    private Correlation() {}

    /**
     * Works on behalf of a request that is over, until it is closed; only what is harmless in a log counts.
     *
     * @param id the id of that request, {@code null} when it is not known
     */
    public static MDC.MDCCloseable with(@Nullable String id) {
        return MDC.putCloseable(MDC_KEY, id != null && HARMLESS.matcher(id).matches() ? id : NONE);
    }

    /** The id of the request this thread works on, or {@code none} outside of one. */
    public static String current() {
        return Optional.ofNullable(MDC.get(MDC_KEY)).orElse(NONE);
    }

    /** The trace context of the request this thread works on. */
    public static Optional<String> traceParent() {
        return Optional.ofNullable(MDC.get(TRACE_PARENT));
    }
}
