package io.rollbook.query.integration;

import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.query.consistency.Followers;
import io.rollbook.query.consistency.Followers.Leave;
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

    /** A plain user follows their own. One that is not there may become theirs; another's looks the same to them. */
    @Bean
    Followers userIntegrationFollowers(ReadModel<UserIntegrationDocument> integrations) {
        return new Followers(UserIntegrationId.PREFIX, (caller, id) -> {
            if (!caller.approved()) {
                return Leave.REFUSED;
            }
            return integrations
                            .find(id)
                            .filter(found -> caller.is(found.userId()))
                            .isPresent()
                    ? Leave.GIVEN
                    : Leave.NOT_YET;
        });
    }
}
