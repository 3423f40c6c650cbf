package io.rollbook.web.access;

import io.rollbook.api.error.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a controller method the {@link Caller} or the {@link Credential} it asks for. */
public final class CallerArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class || parameter.getParameterType() == Credential.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return of(
                Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)),
                parameter.getParameterType());
    }

    /**
     * What {@link Authentication} left with the request.
     *
     * @throws Rejection when the request has no caller
     */
    public static <T> T of(HttpServletRequest request, Class<T> type) {
        var known = type.cast(request.getAttribute(type.getName()));
        if (known == null) {
            throw new Rejection(AccessReason.NOT_SIGNED_IN);
        }
        return known;
    }
}
