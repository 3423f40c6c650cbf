package io.rollbook.web.edge;

import io.rollbook.web.envelope.SecurityHeaders;
import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Puts the {@link SecurityHeaders} on every answer before anything else happens; a route may set its own instead. */
public final class SecurityHeadersFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SecurityHeaders.of(RequestTarget.of(request).path(), request.isSecure()).forEach(response::setHeader);
        chain.doFilter(request, response);
    }

    /** What the container refuses before any filter is answered in an error dispatch. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
