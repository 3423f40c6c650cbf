package io.rollbook.query.projection;

import com.mongodb.client.model.IndexModel;
import io.rollbook.api.personal.Forgotten;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserEvent;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserRegistered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A projection for tests: whatever was said of a person, event by event, so that it shows if one was not opened. */
final class Names implements Projection<Names.Said, UserEvent> {
    /** A word for each event: what it said of the person, or its kind if that is nothing. */
    record Said(List<String> words) {
        private Said with(@Nullable String word) {
            var all = new ArrayList<>(words);
            all.add(Forgotten.orText(word));
            return new Said(List.copyOf(all));
        }
    }

    private Runnable meanwhile = () -> {};

    /** Something else happens while the next event is folded. */
    void whileFolding(Runnable meanwhile) {
        this.meanwhile = meanwhile;
    }

    @Override
    public String name() {
        return "names";
    }

    @Override
    public int shapeVersion() {
        return 1;
    }

    @Override
    public Set<Class<? extends UserEvent>> events() {
        return Set.of(UserEvent.class);
    }

    @Override
    public DocumentKey<UserEvent> key() {
        return new DocumentKey.OfAggregate<>(UserId.PREFIX);
    }

    @Override
    public @Nullable Said fold(@Nullable Said said, UserEvent event, EventContext context) {
        var now = meanwhile;
        meanwhile = () -> {};
        now.run();
        var before = said == null ? new Said(List.of()) : said;
        return switch (event) {
            case UserRegistered e -> before.with(e.name());
            case UserAdded e -> before.with(e.name());
            case UserProfileChanged e -> before.with(e.name().given().orElse(null));
            case UserEmailChanged e -> before.with(e.email());
            case UserDeleted e -> null;
            case UserErased e -> null;
            default -> before.with("");
        };
    }

    @Override
    public boolean mayFollowTheEnd(UserEvent event) {
        return event instanceof UserErased;
    }

    @Override
    public Said forget(Said said) {
        return new Said(Collections.nCopies(said.words().size(), ""));
    }

    @Override
    public Document write(Said said) {
        return new Document("said", said.words());
    }

    @Override
    public Said read(Document stored) {
        return new Said(List.copyOf(stored.getList("said", String.class)));
    }

    @Override
    public List<IndexModel> indexes() {
        return List.of();
    }
}
