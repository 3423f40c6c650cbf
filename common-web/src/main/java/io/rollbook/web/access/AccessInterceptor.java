package io.rollbook.web.access;

import io.rollbook.api.error.Rejection;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Holds every request against the {@link Allow} of its route, before the body is read. What declares nothing is refused,
 * whoever wrote it and whatever it is. What a refused caller learns is why, never whether the thing they asked for exists.
 */
public final class AccessInterceptor implements HandlerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(AccessInterceptor.class);

    /** The framework's own answer to {@code OPTIONS}: which methods a path has, and nothing else. */
    private static final String OPTIONS = RequestMappingInfoHandlerMapping.class.getName() + "$";

    private final Authentication authentication;

    public AccessInterceptor(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var method = handler instanceof HandlerMethod found ? found : null;
        if (method != null && method.getBeanType().getName().startsWith(OPTIONS)) {
            return true;
        }
        var allow = method == null ? null : method.getMethodAnnotation(Allow.class);
        if (allow == null) {
            LOG.error(
                    "{} declares nobody who may use it, so nobody may",
                    method == null ? handler.getClass().getName() : method.getShortLogMessage());
            throw new Rejection(AccessReason.NOT_ALLOWED);
        }
        if (allow.value() != Access.ANYONE) {
            admit(authentication, allow.value(), request);
        }
        return true;
    }

    /** Lets the request's caller in, or tells the security log of whom it turned away, and where. */
    static void admit(Authentication authentication, Access access, HttpServletRequest request) {
        String person = null;
        try {
            var caller = authentication.authenticate(request);
            person = caller.id().toString();
            authorise(caller, access, request);
        } catch (Rejection refused) {
            // Who brought nothing is not signed in yet: that is no attempt.
            if (refused.reason() != AccessReason.NOT_SIGNED_IN) {
                SecurityLog.tell(
                        SecurityEvent.ACCESS_REFUSED,
                        person,
                        "method",
                        request.getMethod(),
                        "route",
                        String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)),
                        "needs",
                        access);
            }
            throw refused;
        }
    }

    private static void authorise(Caller caller, Access access, HttpServletRequest request) {
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
