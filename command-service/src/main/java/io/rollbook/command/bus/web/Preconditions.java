package io.rollbook.command.bus.web;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.command.bus.CommandReason;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.web.platform.WebSide;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Looks at {@code If-Match} of every change before anything of it is done, once it is known that the caller may make it. A
 * route whose path names no aggregate, by an {@code id}, has no version that could match.
 */
@Configuration(proxyBeanMethods = false)
class Preconditions implements WebMvcConfigurer, HandlerInterceptor {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**").order(WebSide.ACCESS_ORDER + 10);
    }

    /**
     * @throws InvalidInput when the header is malformed
     * @throws Rejection when it names a version of what has none
     */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!SAFE.contains(HttpMethod.valueOf(request.getMethod()))
                && !IfMatchHeader.of(request).equals(IfMatch.ANY)
                && !namesAnAggregate(request)) {
            throw new Rejection(CommandReason.VERSION_DIFFERS);
        }
        return true;
    }

    private static boolean namesAnAggregate(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.containsKey("id");
    }
}
