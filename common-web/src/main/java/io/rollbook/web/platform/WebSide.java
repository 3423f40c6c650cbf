package io.rollbook.web.platform;

import io.rollbook.web.access.AccessInterceptor;
import io.rollbook.web.access.CallerArgument;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.envelope.ContainerErrors;
import io.rollbook.web.envelope.ErrorAdvice;
import io.rollbook.web.envelope.ErrorEndpoint;
import io.rollbook.web.request.BodyLimitFilter;
import io.rollbook.web.request.CorrelationFilter;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;

/** What an HTTP side of either service is made of; import it. The service supplies the verifier and the directory. */
@Configuration(proxyBeanMethods = false)
@Import({ErrorAdvice.class, ErrorEndpoint.class})
@PropertySource("classpath:web-side.properties")
public class WebSide {

    /** The access check's place among interceptors; one that must act before it takes a lower order. */
    public static final int ACCESS_ORDER = 100;

    @Bean
    FilterRegistrationBean<CorrelationFilter> correlationFilter() {
        var registration = new FilterRegistrationBean<>(new CorrelationFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter() {
        var registration = new FilterRegistrationBean<>(new BodyLimitFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    @Bean
    WebMvcConfigurer accessControl(ObjectProvider<TokenVerifier> tokens, ObjectProvider<CallerDirectory> callers) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new AccessInterceptor(tokens.getObject(), callers.getObject()))
                        .order(ACCESS_ORDER);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument());
            }

            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
                configurer.strategies(List.of(jsonForProblemReaders()));
            }
        };
    }

    /** A body that says a thing twice says nothing: which of the two would count is anybody's guess. */
    @Bean
    JsonMapperBuilderCustomizer strictBodies() {
        return builder -> builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerErrors() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ContainerErrors.class.getName());
            }
        });
    }

    // A client that wants its errors as application/problem+json still gets its successes as application/json.
    private static ContentNegotiationStrategy jsonForProblemReaders() {
        var header = new HeaderContentNegotiationStrategy();
        return request -> {
            var accepted = header.resolveMediaTypes(request);
            if (accepted.stream().noneMatch(MediaType.APPLICATION_PROBLEM_JSON::equalsTypeAndSubtype)) {
                return accepted;
            }
            var extended = new ArrayList<>(accepted);
            extended.add(MediaType.APPLICATION_JSON);
            return extended;
        };
    }
}
