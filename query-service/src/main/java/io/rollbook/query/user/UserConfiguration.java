package io.rollbook.query.user;

import io.rollbook.api.user.UserId;
import io.rollbook.query.consistency.Followers;
import io.rollbook.query.consistency.Followers.Leave;
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

    /** A plain user follows themselves, approved or not. */
    @Bean
    Followers userFollowers() {
        return new Followers(UserId.PREFIX, (caller, id) -> caller.is(new UserId(id)) ? Leave.GIVEN : Leave.REFUSED);
    }
}
