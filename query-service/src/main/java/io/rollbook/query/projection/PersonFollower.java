package io.rollbook.query.projection;

import io.rollbook.query.personal.PersonListener;
import java.util.Collection;
import java.util.List;

/** Makes one projection follow what comes of persons: what waited is tried again, and what tells of the erased is taken out. */
final class PersonFollower implements PersonListener {
    private final Projector projector;
    private final Upkeep upkeep;

    PersonFollower(Projector projector, Upkeep upkeep) {
        this.projector = projector;
        this.upkeep = upkeep;
    }

    @Override
    public void arrived(Collection<String> persons) {
        var ours = concerning(persons);
        if (!ours.isEmpty()) {
            upkeep.arrived(ours);
        }
    }

    @Override
    public void erased(Collection<String> persons) {
        var ours = concerning(persons);
        if (!ours.isEmpty()) {
            projector.forget(ours);
        }
    }

    private List<String> concerning(Collection<String> persons) {
        return persons.stream().filter(projector::concerns).toList();
    }
}
