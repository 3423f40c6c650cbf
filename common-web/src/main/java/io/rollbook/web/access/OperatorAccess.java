package io.rollbook.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Guards what the framework offers to operators: only whether the process lives and is ready is for everybody, all else
 * for admins.
 */
public final class OperatorAccess implements HandlerInterceptor {

    private static final Pattern OPEN = Pattern.compile(".*/health/(liveness|readiness)/?");

    private final Authentication authentication;

    public OperatorAccess(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!OPEN.matcher(request.getRequestURI()).matches()) {
            AccessInterceptor.authorise(authentication.authenticate(request), Access.ADMIN, request);
        }
        return true;
    }
}
