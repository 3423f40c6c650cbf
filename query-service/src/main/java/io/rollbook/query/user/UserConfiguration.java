package io.rollbook.query.user;

import io.rollbook.query.projection.Projections;
import io.rollbook.query.projection.ReadModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the users. */
@Configuration(proxyBeanMethods = false)
class UserConfiguration {
    @Bean
    ReadModel<UserDocument> userReadModel(Projections projections, UserProjection projection) {
        return projections.readModel(projection);
    }
}
