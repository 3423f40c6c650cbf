package io.rollbook.command.bus.web;

import io.rollbook.command.bus.CommandSender;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives a controller method the {@link CommandExchange} it asks for. */
@Component
class CommandExchangeArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private final ObjectProvider<CommandSender> commands;

    CommandExchangeArgument(ObjectProvider<CommandSender> commands) {
        this.commands = commands;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == CommandExchange.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest exchange,
            @Nullable WebDataBinderFactory binders) {
        return new CommandExchange(
                commands::getObject,
                Objects.requireNonNull(exchange.getNativeRequest(HttpServletRequest.class)),
                Objects.requireNonNull(exchange.getNativeResponse(HttpServletResponse.class)));
    }
}
