package io.rollbook.command.opening;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.web.envelope.ApiError;
import io.rollbook.web.envelope.ErrorWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 until the write side is open: to everything but the probes, which must tell why, and the public keys, which
 * need no server and which the read side waits for.
 */
final class OpeningGate extends OncePerRequestFilter {

    private static final String RETRY_AFTER_SECONDS = "2";

    private final Opening opening;
    private final String operators;

    /**
     * The gate before {@code opening}.
     *
     * @param operators what the paths of the operators' endpoints begin with
     */
    OpeningGate(Opening opening, String operators) {
        this.opening = opening;
        this.operators = operators + "/";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (opening.isOpen() || isServedBefore(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        var sentence = opening.waitingFor()
                .map(server -> "the service is starting and waits for " + server)
                .orElse("the service is starting");
        ErrorWriter.write(
                request,
                response,
                ApiError.of(ErrorCode.UNAVAILABLE, sentence).with(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    private boolean isServedBefore(String path) {
        return path.startsWith(operators + "health/") || path.startsWith("/.well-known/");
    }
}
