package io.rollbook.web.platform;

import io.rollbook.web.request.RequestTarget;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Answers 404 to a part of a component's health. No component has parts, and the framework's endpoint fails when it is asked
 * for a part of a component that there is none of.
 */
final class HealthPaths implements HandlerInterceptor {

    private final String path;
    private final Set<String> groups;

    /**
     * @param path what the paths of all components begin with, for example {@code /actuator/health/}
     * @param groups the names that a component's may stand behind, for example {@code readiness}
     */
    HealthPaths(String path, Set<String> groups) {
        this.path = path;
        this.groups = groups;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var asked = RequestTarget.of(request).path();
        // The pattern that leads here takes the endpoint itself too.
        if (!asked.startsWith(path)) {
            return true;
        }
        var names = asked.substring(path.length()).split("/");
        if (names.length > (groups.contains(names[0]) ? 2 : 1)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return true;
    }
}
