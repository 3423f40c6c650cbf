package io.rollbook.query.projection;

import io.rollbook.query.personal.PersonListener;
import java.util.Collection;

/** Makes one projection follow what comes of persons: what waited is tried again, and what tells of the erased is taken out. */
final class PersonFollower implements PersonListener {
    private final BatchProjector<?, ?> projector;
    private final Upkeep upkeep;

    PersonFollower(BatchProjector<?, ?> projector, Upkeep upkeep) {
        this.projector = projector;
        this.upkeep = upkeep;
    }

    @Override
    public void arrived(Collection<String> persons) {
        upkeep.arrived(persons);
    }

    @Override
    public void erased(Collection<String> persons) {
        projector.forget(persons);
    }
}
