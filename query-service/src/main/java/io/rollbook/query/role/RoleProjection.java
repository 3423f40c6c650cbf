package io.rollbook.query.role;

import com.mongodb.client.model.IndexModel;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.query.projection.DocumentKey;
import io.rollbook.query.projection.EventContext;
import io.rollbook.query.projection.Projection;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the events of roles. */
@Component
final class RoleProjection implements Projection<RoleDocument, RoleEvent> {
    static final String VIEW = "roles";
    private static final String NAME = "name";

    @Override
    public String name() {
        return VIEW;
    }

    @Override
    public int shapeVersion() {
        return 2;
    }

    @Override
    public Set<Class<? extends RoleEvent>> events() {
        return Set.of(RoleEvent.class);
    }

    @Override
    public DocumentKey<RoleEvent> key() {
        return new DocumentKey.OfAggregate<>(RoleId.PREFIX);
    }

    @Override
    public @Nullable RoleDocument fold(@Nullable RoleDocument role, RoleEvent event, EventContext context) {
        return switch (event) {
            case RoleCreated e -> first(role, new RoleDocument(e.id(), e.name()));
            case RoleRenamed e -> new RoleDocument(existing(role).id(), e.name());
            case RoleDeleted e -> {
                existing(role);
                yield null;
            }
        };
    }

    @Override
    public Document write(RoleDocument role) {
        return new Document(NAME, role.name());
    }

    @Override
    public RoleDocument read(Document stored) {
        return new RoleDocument(new RoleId(stored.getInteger("_id")), stored.getString(NAME));
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of();
    }
}
