package io.rollbook.query.integration;

import io.rollbook.query.projection.Projections;
import io.rollbook.query.projection.ReadModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the users' integrations. */
@Configuration(proxyBeanMethods = false)
class UserIntegrationConfiguration {
    @Bean
    ReadModel<UserIntegrationDocument> userIntegrationReadModel(
            Projections projections, UserIntegrationProjection projection) {
        return projections.readModel(projection);
    }
}
