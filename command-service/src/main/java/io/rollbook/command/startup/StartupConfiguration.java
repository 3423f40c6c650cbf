package io.rollbook.command.startup;

import io.rollbook.command.store.StoreIdentity;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the gate where a browser of another origin can still read what it says, and before any body is read. */
@Configuration(proxyBeanMethods = false)
class StartupConfiguration {

    @Bean
    FilterRegistrationBean<StartupGate> openingGate(
            Startup opening,
            StoreIdentity store,
            @Value("${management.endpoints.web.base-path:/actuator}") String operators) {
        var registration = new FilterRegistrationBean<>(new StartupGate(opening, store, operators));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 7);
        return registration;
    }
}
