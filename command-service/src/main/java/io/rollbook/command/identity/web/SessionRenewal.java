package io.rollbook.command.identity.web;

import io.rollbook.command.identity.Sessions;
import io.rollbook.web.access.Credential;
import io.rollbook.web.platform.WebSide;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** With an idle time, each request by cookie may get a fresh cookie, so that a session in use goes on. */
@Component
@ConditionalOnProperty("rollbook.session.idle")
class SessionRenewal implements HandlerInterceptor, WebMvcConfigurer {

    private final Sessions sessions;

    SessionRenewal(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(WebSide.ACCESS_ORDER + 1);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getAttribute(Credential.class.getName()) instanceof Credential credential
                && credential.kind() == Credential.Kind.COOKIE) {
            sessions.renew(credential).ifPresent(cookie -> SessionAnswer.signIn(cookie, request, response));
        }
        return true;
    }
}
