package io.rollbook.web.request;

import java.util.Optional;
import org.slf4j.MDC;

/** The id that ties together a request, its log lines and the events it caused. */
public final class Correlation {

    /** The header a client may send it in and always gets it back in. */
    public static final String HEADER = "X-Correlation-Id";

    /** The key under which log lines carry it. */
    public static final String MDC_KEY = "correlationId";

    /** The W3C trace context, passed on to events as it came. */
    public static final String TRACE_PARENT = "traceparent";

    private Correlation() {}

    /** The id of the request this thread works on, or {@code none} outside of one. */
    public static String current() {
        return Optional.ofNullable(MDC.get(MDC_KEY)).orElse("none");
    }

    /** The trace context of the request this thread works on. */
    public static Optional<String> traceParent() {
        return Optional.ofNullable(MDC.get(TRACE_PARENT));
    }
}
