package io.rollbook.web.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class RecurringWorkTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private @Nullable RecurringWork started;

    private interface Step {
        Duration work(Tested work) throws InterruptedException;
    }

    private final class Tested extends RecurringWork {
        private final Step step;

        private Tested(Step step) {
            super("tested", IllegalMonitorStateException.class::isInstance);
            this.step = step;
        }

        @Override
        protected Duration work() throws InterruptedException {
            told.add("work on " + Thread.currentThread().getName());
            return step.work(this);
        }

        @Override
        protected void ended() {
            told.add("ended on " + Thread.currentThread().getName());
        }

        private void done() {
            finish();
        }
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.stop();
        }
    }

    @Test
    void isDoneAgainAndAgain() throws InterruptedException {
        start(work -> Duration.ofMillis(1));

        for (var time = 0; time < 3; time++) {
            assertThat(next()).isEqualTo("work on tested");
        }
    }

    @Test
    void endsInTheMiddleOfAPause() throws InterruptedException {
        var work = start(any -> FOR_EVER);
        assertThat(next()).isEqualTo("work on tested");

        work.stop();

        assertThat(work.isRunning()).isFalse();
        assertThat(next()).isEqualTo("ended on tested");
        assertThat(told).isEmpty();
    }

    @Test
    void whoStopsManyIsToldWhenThisOneHasEnded() throws InterruptedException {
        var work = start(any -> FOR_EVER);
        assertThat(next()).isEqualTo("work on tested");

        work.stop(() -> told.add("called back"));

        assertThat(next()).isEqualTo("ended on tested");
        assertThat(next()).isEqualTo("called back");
    }

    @Test
    void workThatDoesNotEndIsInterrupted() throws InterruptedException {
        var work = start(any -> {
            Thread.sleep(FOR_EVER);
            return FOR_EVER;
        });
        assertThat(next()).isEqualTo("work on tested");

        work.stop();

        assertThat(next()).isEqualTo("ended on tested");
    }

    @Test
    void isNotDoneAgainWhenThereIsNothingLeftToDo() throws InterruptedException {
        var work = start(finished -> {
            finished.done();
            return Duration.ZERO;
        });

        assertThat(next()).isEqualTo("work on tested");
        assertThat(next()).isEqualTo("ended on tested");
        assertThat(work.isRunning()).isFalse();
    }

    @Test
    void canBeStartedAgain() throws InterruptedException {
        var work = start(any -> FOR_EVER);
        assertThat(next()).isEqualTo("work on tested");
        work.stop();
        assertThat(next()).isEqualTo("ended on tested");

        work.start();

        assertThat(next()).isEqualTo("work on tested");
    }

    @Test
    void aFaultIsReportedAndDoesNotEndIt(CapturedOutput output) throws InterruptedException {
        var work = start(any -> {
            throw new IllegalStateException("broken");
        });
        assertThat(next()).isEqualTo("work on tested");

        await().untilAsserted(() -> assertThat(output).contains("tested failed; it is tried again", "broken"));
        assertThat(work.isRunning()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void whatFailsAgainAndAgainIsSaidOnceAndThatItWorksAgainToo(CapturedOutput output) throws InterruptedException {
        var failures = new AtomicInteger();
        var work = start(any -> {
            if (failures.incrementAndGet() <= 2) {
                throw new Unavailable("the provider is away", Duration.ofSeconds(1));
            }
            return FOR_EVER;
        });
        for (var time = 0; time < 3; time++) {
            assertThat(next()).isEqualTo("work on tested");
        }

        await().untilAsserted(() -> assertThat(output).contains("tested works again, after 2 failures"));
        assertThat(work.isRunning()).isTrue();
        assertThat(output)
                .containsOnlyOnce("tested waits and tries again: the provider is away")
                .doesNotContain("\tat ");
    }

    @Test
    void ofAServerThatIsAwayItSaysNothing(CapturedOutput output) throws InterruptedException {
        var failures = new AtomicInteger();
        start(any -> {
            if (failures.incrementAndGet() == 1) {
                throw new IllegalMonitorStateException("away");
            }
            return FOR_EVER;
        });

        assertThat(next()).isEqualTo("work on tested");
        assertThat(next()).isEqualTo("work on tested");
        assertThat(output).doesNotContain("tested");
    }

    private RecurringWork start(Step step) {
        var work = new Tested(step);
        work.start();
        started = work;
        return work;
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }
}
