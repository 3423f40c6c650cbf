package io.rollbook.query.projection;

import com.mongodb.client.model.IndexModel;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A projection for tests: all the names a role has had, so that every event shows, and its place too. */
final class Letters implements Projection<String, RoleEvent> {
    static final String POISON = "poison";

    private boolean immune;

    /** From now on the poison folds: the code has been mended. */
    void mend() {
        immune = true;
    }

    @Override
    public String name() {
        return "letters";
    }

    @Override
    public int shapeVersion() {
        return 1;
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
    public @Nullable String fold(@Nullable String document, RoleEvent event, EventContext context) {
        return switch (event) {
            case RoleCreated e -> e.name();
            case RoleRenamed e -> {
                if (e.name().equals(POISON) && !immune) {
                    throw new IllegalStateException("poison");
                }
                yield document + "," + e.name();
            }
            case RoleDeleted e -> null;
        };
    }

    @Override
    public Document write(String document) {
        return new Document("text", document);
    }

    @Override
    public String read(Document stored) {
        return stored.getString("text");
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of();
    }
}
