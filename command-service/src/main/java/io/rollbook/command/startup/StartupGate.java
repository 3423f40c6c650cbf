package io.rollbook.command.startup;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.command.store.StoreIdentity;
import io.rollbook.web.envelope.ApiError;
import io.rollbook.web.envelope.ErrorWriter;
import io.rollbook.web.request.RequestTarget;
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
final class StartupGate extends OncePerRequestFilter {

    private static final String RETRY_AFTER_SECONDS = "2";

    private final Startup opening;
    private final StoreIdentity store;
    private final String operators;

    /**
     * The gate before {@code opening}, which is also closed while {@code store} is looked at.
     *
     * @param operators what the paths of the operators' endpoints begin with
     */
    StartupGate(Startup opening, StoreIdentity store, String operators) {
        this.opening = opening;
        this.store = store;
        this.operators = operators + "/";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isServedBefore(RequestTarget.of(request).path())) {
            chain.doFilter(request, response);
            return;
        }
        // First: a store that is lost from now on is not mixed with the next one.
        store.bind();
        try {
            var problem = store.problem();
            if (problem.isPresent()) {
                refuse(problem.get(), request, response);
            } else if (opening.isOpen()) {
                chain.doFilter(request, response);
            } else {
                refuse(starting(), request, response);
            }
        } finally {
            store.unbind();
        }
    }

    private String starting() {
        return opening.waitingFor()
                .map(server -> "the service is starting and waits for " + server)
                .orElse("the service is starting");
    }

    private static void refuse(String sentence, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ErrorWriter.write(
                request,
                response,
                ApiError.of(ErrorCode.UNAVAILABLE, sentence).with(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    private boolean isServedBefore(String path) {
        return path.startsWith(operators + "health/") || path.startsWith("/.well-known/");
    }
}
