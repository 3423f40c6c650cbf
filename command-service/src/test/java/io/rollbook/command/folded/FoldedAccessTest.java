package io.rollbook.command.folded;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.consistency.ConsistencyToken;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FoldedAccessTest {

    @Test
    void whoeverWantsNoWaitingNeitherWaitsNorReadsTheTopic() {
        var folded = new FoldedAccess(new FoldedSettings("topic", Duration.ZERO), () -> {
            throw new AssertionError("the topic is read");
        });

        folded.start();

        assertThat(folded.isRunning()).isFalse();
        assertThat(folded.await(new ConsistencyToken("user-7", 3))).isTrue();
        folded.stop();
    }
}
