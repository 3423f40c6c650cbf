package io.rollbook.web.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Gives a controller method the {@link Body} it asks for. */
public final class BodyArgument implements HandlerMethodArgumentResolver {

    private final JsonMapper mapper;

    public BodyArgument(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Body.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        var input = new ServletServerHttpRequest(
                Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
        try {
            return Body.of(record(parameter), mapper.readTree(input.getBody()));
        } catch (JacksonException e) {
            throw new HttpMessageNotReadableException("the body cannot be read", e, input);
        }
    }

    private static Class<? extends Record> record(MethodParameter parameter) {
        return ResolvableType.forMethodParameter(parameter)
                .getGeneric()
                .toClass()
                .asSubclass(Record.class);
    }
}
