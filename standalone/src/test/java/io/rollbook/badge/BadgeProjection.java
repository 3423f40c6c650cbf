package io.rollbook.badge;

import com.mongodb.client.model.IndexModel;
import io.rollbook.query.projection.DocumentKey;
import io.rollbook.query.projection.EventContext;
import io.rollbook.query.projection.Projection;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the events of badges. */
@Component
class BadgeProjection implements Projection<BadgeView, BadgeEvent> {
    static final String VIEW = "badges";

    private static final String LABEL = "label";

    @Override
    public String name() {
        return VIEW;
    }

    @Override
    public int shapeVersion() {
        return 1;
    }

    @Override
    public Set<Class<? extends BadgeEvent>> events() {
        return Set.of(BadgeEvent.class);
    }

    @Override
    public DocumentKey<BadgeEvent> key() {
        return new DocumentKey.OfAggregate<>(BadgeId.PREFIX);
    }

    @Override
    public @Nullable BadgeView fold(@Nullable BadgeView badge, BadgeEvent event, EventContext context) {
        return switch (event) {
            case BadgeIssued e -> new BadgeView(e.id().value(), e.label());
        };
    }

    @Override
    public Document write(BadgeView badge) {
        return new Document(LABEL, badge.label());
    }

    @Override
    public BadgeView read(Document stored) {
        return new BadgeView(stored.getInteger("_id"), stored.getString(LABEL));
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of();
    }
}
