package io.rollbook.web.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TurnedAwayTest {

    private final Deque<Runnable> looks = new ArrayDeque<>();
    private final TurnedAway turnedAway = new TurnedAway(looks::add);

    @Test
    void manyOfOneReasonAreOneLineAtTheBeginningAndOneWithTheirNumberAtTheEnd(CapturedOutput output) {
        for (var i = 0; i < 300; i++) {
            turnedAway.count("the store is away");
        }
        look();
        turnedAway.count("the store is away");
        look();
        assertThat(output).doesNotContain("there were");

        look();

        assertThat(output)
                .containsOnlyOnce("requests are answered 503 from now on: the store is away")
                .containsOnlyOnce("there were 301 within");
        assertThat(looks).isEmpty();
    }

    @Test
    void anotherReasonAndAnotherTimeAreTold(CapturedOutput output) {
        turnedAway.count("one");
        turnedAway.count("other");
        assertThat(output).contains("from now on: one").contains("from now on: other");
        while (!looks.isEmpty()) {
            look();
        }

        turnedAway.count("one");

        assertThat(output.getOut().split("from now on: one", -1)).hasSize(3);
    }

    private void look() {
        looks.remove().run();
    }
}
