package io.rollbook.web.access;

import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Guards what the framework offers to operators: only whether the process lives and is ready is for everybody, all else
 * for admins.
 */
public final class OperatorAccess implements HandlerInterceptor {

    private final Authentication authentication;
    private final Set<String> open;

    /**
     * Guards the endpoints under {@code path}, which is what their paths begin with, for example {@code /actuator}.
     */
    public OperatorAccess(Authentication authentication, String path) {
        this.authentication = authentication;
        this.open = Set.of(path + "/health/liveness", path + "/health/readiness");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!open.contains(RequestTarget.of(request).path())) {
            AccessInterceptor.admit(authentication, Access.ADMIN, request);
        }
        return true;
    }
}
