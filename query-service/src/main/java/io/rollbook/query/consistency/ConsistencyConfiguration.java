package io.rollbook.query.consistency;

import io.rollbook.web.platform.WebSide;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the waiting behind the access check. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsistencySettings.class)
class ConsistencyConfiguration implements WebMvcConfigurer {
    private final ConsistencyInterceptor interceptor;

    ConsistencyConfiguration(ConsistencyInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(interceptor).addPathPatterns("/api/**").order(WebSide.ACCESS_ORDER + 10);
    }
}
