package io.rollbook.query.role;

import io.rollbook.query.projection.Projections;
import io.rollbook.query.projection.ReadModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the roles. */
@Configuration(proxyBeanMethods = false)
class RoleConfiguration {
    @Bean
    ReadModel<RoleDocument> roleReadModel(Projections projections, RoleProjection projection) {
        return projections.readModel(projection);
    }
}
