package io.rollbook.web.platform;

import io.rollbook.web.envelope.ErrorDispatchFilter;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The operators' port of its own, a small server beside the service's: the same edge, and the same errors. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@Import(WebEdge.class)
class ManagementEdge {

    @Bean
    FilterRegistrationBean<ErrorDispatchFilter> errorDispatchFilter() {
        var registration = new FilterRegistrationBean<>(new ErrorDispatchFilter());
        registration.setDispatcherTypes(DispatcherType.ERROR);
        registration.setOrder(WebEdge.INSIDE);
        return registration;
    }
}
