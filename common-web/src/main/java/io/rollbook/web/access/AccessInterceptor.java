package io.rollbook.web.access;

import io.rollbook.api.error.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Holds every request against the {@link Allow} of its route, before the body is read. What a refused caller learns is
 * why, never whether the thing they asked for exists.
 */
public final class AccessInterceptor implements HandlerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(AccessInterceptor.class);

    private final Authentication authentication;

    public AccessInterceptor(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)
                || !method.getBeanType().getName().startsWith("io.rollbook.")) {
            return true;
        }
        var allow = method.getMethodAnnotation(Allow.class);
        if (allow == null) {
            LOG.error("{} declares nobody who may use it, so nobody may", method.getShortLogMessage());
            throw new Rejection(AccessReason.NOT_ALLOWED);
        }
        if (allow.value() != Access.ANYONE) {
            authorise(authentication.authenticate(request), allow.value(), request);
        }
        return true;
    }

    static void authorise(Caller caller, Access access, HttpServletRequest request) {
        if (access == Access.SIGNED_IN) {
            return;
        }
        if (!caller.approved()) {
            throw new Rejection(AccessReason.NOT_APPROVED);
        }
        var allowed = switch (access) {
            case ANYONE, SIGNED_IN, APPROVED -> true;
            case OWN_OR_AUDITOR -> caller.readsEverything() || isOwn(caller, request);
            case OWN_OR_ADMIN -> caller.isAdmin() || isOwn(caller, request);
            case AUDITOR -> caller.readsEverything();
            case ADMIN -> caller.isAdmin();
        };
        if (!allowed) {
            throw new Rejection(AccessReason.NOT_ALLOWED);
        }
    }

    private static boolean isOwn(Caller caller, HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && String.valueOf(caller.id().value()).equals(variables.get("id"));
    }
}
