package io.rollbook.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventUpcastersTest {

    private final EventUpcasters upcasters = new EventUpcasters(List.of(
            new Renaming("role.created", 2, "label", "name"), new Renaming("role.created", 1, "title", "label")));

    @Test
    void liftStepByStepInWhateverOrderTheyAreGiven() {
        assertThat(upcasters.lift("role.created", 1, Map.of("title", "operator")))
                .isEqualTo(new EventUpcasters.Upcast(3, Map.of("name", "operator")));
    }

    @Test
    void beginAtTheStoredRevision() {
        assertThat(upcasters.lift("role.created", 2, Map.of("label", "operator")))
                .isEqualTo(new EventUpcasters.Upcast(3, Map.of("name", "operator")));
    }

    @Test
    void leaveWhatNeedsNoLifting() {
        var today = Map.<String, @Nullable Object>of("name", "operator");

        assertThat(upcasters.lift("role.created", 3, today)).isEqualTo(new EventUpcasters.Upcast(3, today));
        assertThat(upcasters.lift("role.renamed", 1, today)).isEqualTo(new EventUpcasters.Upcast(1, today));
    }

    @Test
    void sayWhetherTheyLift() {
        assertThat(upcasters.lifts("role.created", 1)).isTrue();
        assertThat(upcasters.lifts("role.created", 3)).isFalse();
        assertThat(upcasters.lifts("role.renamed", 1)).isFalse();
    }

    @Test
    void cannotBeTwoForOneRevision() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventUpcasters(List.of(
                        new Renaming("role.created", 1, "title", "name"),
                        new Renaming("role.created", 1, "label", "name"))))
                .withMessage("two upcasters lift role.created revision 1");
    }

    @Test
    void liftEveryKnownEventToTodaysRevisionAndNoFurther() {
        assertThat(EventCatalogue.entries())
                .allSatisfy(event -> assertThat(EventUpcasters.standard().lifts(event.name(), event.revision()))
                        .isFalse());
    }

    private record Renaming(String type, int fromRevision, String before, String after) implements EventUpcaster {

        @Override
        public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> event) {
            var lifted = new HashMap<>(event);
            lifted.put(after, lifted.remove(before));
            return lifted;
        }
    }
}
