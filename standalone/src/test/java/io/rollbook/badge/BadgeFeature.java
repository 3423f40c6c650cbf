package io.rollbook.badge;

import io.rollbook.query.consistency.Followers;
import io.rollbook.query.consistency.Followers.Leave;
import io.rollbook.query.projection.Projections;
import io.rollbook.query.projection.ReadModel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Wires the badges into a process that is started with this class as one of its sources. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
class BadgeFeature {

    @Bean
    ReadModel<BadgeView> badgeReadModel(Projections projections, BadgeProjection projection) {
        return projections.readModel(projection);
    }

    @Bean
    Followers badgeFollowers() {
        return new Followers(BadgeId.PREFIX, (caller, id) -> caller.approved() ? Leave.GIVEN : Leave.REFUSED);
    }
}
