package io.rollbook.command.role;

import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleRenamed;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** What roles are called, as of their last events. */
@Component
public class RoleNames {

    private final EventStore store;

    RoleNames(EventStore store) {
        this.store = store;
    }

    /** The role's name, empty when nobody ever made it. */
    public Optional<RoleName> of(RoleId role) {
        return store.readEvents(role.toString())
                .asStream()
                .flatMap(event -> switch (event.getPayload()) {
                    case RoleCreated e -> Stream.of(e.name());
                    case RoleRenamed e -> Stream.of(e.name());
                    default -> Stream.empty();
                })
                .reduce((before, after) -> after)
                .map(RoleName::new);
    }
}
