package io.rollbook.web.platform;

import io.rollbook.web.edge.BodyLimit;
import io.rollbook.web.edge.BodyLimitFilter;
import io.rollbook.web.edge.CorrelationFilter;
import io.rollbook.web.edge.SecurityHeadersFilter;
import io.rollbook.web.edge.TargetFilter;
import io.rollbook.web.envelope.ContainerErrors;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What every request passes before anything else sees it, on each port that a service listens on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebSettings.class)
class WebEdge {

    /** The place of a filter that relies on what the edge has settled: path, query and the answer's own headers. */
    static final int INSIDE = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    FilterRegistrationBean<CorrelationFilter> correlationFilter() {
        var registration = new FilterRegistrationBean<>(new CorrelationFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<SecurityHeadersFilter> securityHeadersFilter() {
        var registration = new FilterRegistrationBean<>(new SecurityHeadersFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<TargetFilter> targetFilter() {
        var registration = new FilterRegistrationBean<>(new TargetFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(
            WebSettings settings, ObjectProvider<BodyLimit> exceptions) {
        var registration = new FilterRegistrationBean<>(
                new BodyLimitFilter(settings.bodyTimeout(), exceptions.stream().toList()));
        registration.setOrder(INSIDE + 10);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerErrors() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ContainerErrors.class.getName());
            }
        });
    }

    /** The container reads no body to find parameters in it, whatever method and type the request has. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> noParametersInBodies() {
        return factory -> factory.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
    }
}
