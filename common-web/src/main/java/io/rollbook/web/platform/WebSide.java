package io.rollbook.web.platform;

import io.rollbook.web.access.AccessInterceptor;
import io.rollbook.web.access.AllowedOrigins;
import io.rollbook.web.access.Authentication;
import io.rollbook.web.access.CallerArgument;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.ErrorEndpoint;
import io.rollbook.web.access.ListedOrigins;
import io.rollbook.web.access.OperatorAccess;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.edge.ContentNegotiation;
import io.rollbook.web.envelope.ErrorAdvice;
import io.rollbook.web.log.ServiceLife;
import io.rollbook.web.request.BodyArgument;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** What an HTTP side of either service is made of; import it. The service supplies the verifier and the directory. */
@Configuration(proxyBeanMethods = false)
@Import({WebEdge.class, ErrorAdvice.class, ErrorEndpoint.class})
@PropertySource("classpath:web-side.properties")
public class WebSide {

    /** The access check's place among interceptors; one that must act before it takes a lower order. */
    public static final int ACCESS_ORDER = 100;

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final List<String> EXPOSED = List.of(
            "ETag",
            "X-Consistency-Token",
            "X-Consistency",
            "Link",
            "X-Total-Count",
            "X-Correlation-Id",
            "Retry-After",
            "RateLimit",
            "RateLimit-Policy");

    private static final Duration PREFLIGHT_LIFE = Duration.ofHours(1);

    @Bean
    Draining draining(ApplicationContext context, WebSettings settings) {
        return new Draining(context, settings);
    }

    @Bean
    ServiceLife serviceLife(ApplicationContext context) {
        return new ServiceLife(context);
    }

    @Bean
    static QuietLibraries quietLibraries() {
        return new QuietLibraries();
    }

    @Bean
    AllowedOrigins allowedOrigins(WebSettings settings) {
        return new AllowedOrigins(settings.allowedOrigins());
    }

    @Bean
    FilterRegistrationBean<CorsFilter> crossOriginFilter(AllowedOrigins origins) {
        var configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(origins.listed());
        configuration.setAllowCredentials(true);
        configuration.setAllowedMethods(METHODS);
        configuration.addAllowedHeader(CorsConfiguration.ALL);
        configuration.setExposedHeaders(EXPOSED);
        configuration.setMaxAge(PREFLIGHT_LIFE);
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", configuration);
        var filter = new CorsFilter(source);
        filter.setCorsProcessor(new ListedOrigins());
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(WebEdge.INSIDE);
        return registration;
    }

    @Bean
    Authentication authentication(TokenVerifier tokens, CallerDirectory callers, AllowedOrigins origins) {
        return new Authentication(tokens, callers, origins);
    }

    /**
     * A mapped interceptor is the only kind that the framework's own endpoints have too. On a port of their own they are
     * for the inside network, where no token is asked for: then there are none on this one.
     */
    @Bean
    @ConditionalOnManagementPort(ManagementPortType.SAME)
    MappedInterceptor operatorAccess(
            Authentication authentication, @Value("${management.endpoints.web.base-path:/actuator}") String path) {
        return new MappedInterceptor(new String[] {path, path + "/**"}, new OperatorAccess(authentication, path));
    }

    /** Also on the operators' port of its own, whose endpoints find mapped interceptors here too. */
    @Bean
    MappedInterceptor healthPaths(
            HealthEndpointGroups groups, @Value("${management.endpoints.web.base-path:/actuator}") String path) {
        var health = path + "/health/";
        return new MappedInterceptor(new String[] {health + "**"}, new HealthPaths(health, groups.getNames()));
    }

    @Bean
    WebMvcConfigurer accessControl(ObjectProvider<Authentication> authentication, JsonMapper json) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new ContentNegotiation()).order(ACCESS_ORDER - 20);
                registry.addInterceptor(new AccessInterceptor(authentication.getObject()))
                        .order(ACCESS_ORDER);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgument());
                resolvers.add(new BodyArgument(json));
            }

            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
                configurer.strategies(List.of(ContentNegotiation.strategy()));
            }
        };
    }

    /** A body that says a thing twice says nothing: which of the two would count is anybody's guess. */
    @Bean
    JsonMapperBuilderCustomizer strictBodies() {
        return builder -> builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }
}
