package io.rollbook.api.user;

import com.google.auto.service.AutoService;
import io.rollbook.api.event.EventUpcaster;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Revision 1 of {@link UserProfileChanged} has all four fields, changed or not. Which of them changed is not recorded, so
 * all of them count as given or cleared; the JSON is the same.
 */
@AutoService(EventUpcaster.class)
public final class WholeProfileAsChanges implements EventUpcaster {

    @Override
    public String type() {
        return "user.profile-changed";
    }

    @Override
    public int fromRevision() {
        return 1;
    }

    @Override
    public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> event) {
        return event;
    }
}
