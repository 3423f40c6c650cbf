package io.rollbook.command.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.consistency.ConsistencyToken;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaAccessBarrierTest {

    @Test
    void whoeverWantsNoWaitingNeitherWaitsNorReadsTheTopic() {
        var folded = new KafkaAccessBarrier(new AccessBarrierSettings("topic", Duration.ZERO), () -> {
            throw new AssertionError("the topic is read");
        });

        folded.start();

        assertThat(folded.isRunning()).isFalse();
        assertThat(folded.await(new ConsistencyToken("user-7", 3))).isTrue();
        folded.stop();
    }
}
