package io.rollbook.web.edge;

import io.rollbook.web.request.Correlation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request its {@link Correlation} id: the client's own when it is harmless, else a new one. */
public final class CorrelationFilter extends OncePerRequestFilter {

    private static final Pattern TRACE_CONTEXT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var sent = request.getHeader(Correlation.HEADER);
        var id = sent != null && Correlation.HARMLESS.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        var trace = request.getHeader(Correlation.TRACE_PARENT);
        MDC.put(Correlation.MDC_KEY, id);
        if (trace != null && TRACE_CONTEXT.matcher(trace).matches()) {
            MDC.put(Correlation.TRACE_PARENT, trace);
        }
        response.setHeader(Correlation.HEADER, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(Correlation.MDC_KEY);
            MDC.remove(Correlation.TRACE_PARENT);
        }
    }

    /** An error page is part of the same request and keeps its id. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
