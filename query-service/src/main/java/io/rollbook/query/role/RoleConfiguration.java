package io.rollbook.query.role;

import io.rollbook.api.role.RoleId;
import io.rollbook.query.consistency.Followers;
import io.rollbook.query.consistency.Followers.Leave;
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

    /** Roles are read by everybody who is approved. */
    @Bean
    Followers roleFollowers() {
        return new Followers(RoleId.PREFIX, (caller, id) -> caller.approved() ? Leave.GIVEN : Leave.REFUSED);
    }
}
