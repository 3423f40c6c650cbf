package io.rollbook.command.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.UserId;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.TooManyRequests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Actor ANI = person(1);
    private static final Actor BUDI = person(2);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void oneActorHasSoManyUnderWayAndTheOthersWaitForTheirTurn() throws InterruptedException {
        var turns = new Turns(2, LONG);
        var five = IntStream.range(0, 5).mapToObj(i -> begin(turns, ANI)).toList();

        assertThat(begun.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
        assertThat(begun.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
        end.countDown();

        five.forEach(CompletableFuture::join);
        assertThat(turns.remembered()).isZero();
    }

    @Test
    void anotherActorWaitsForNobody() throws InterruptedException {
        var turns = new Turns(1, LONG);
        var both = List.of(begin(turns, ANI), begin(turns, BUDI));

        assertThat(begun.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
        end.countDown();
        both.forEach(CompletableFuture::join);
    }

    @Test
    void whoHasNoTurnInTimeIsToldSoAndNothingIsDone() throws InterruptedException {
        var turns = new Turns(1, Duration.ofMillis(10));
        var first = begin(turns, ANI);
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> turns.take(ANI, () -> {
                    throw new AssertionError("it was done");
                }))
                .isInstanceOf(TooManyRequests.class);

        end.countDown();
        first.join();
        assertThat(turns.take(ANI, () -> "done")).isEqualTo("done");
        assertThat(turns.remembered()).isZero();
    }

    @Test
    void aFailureGivesItsPlaceBack() {
        var turns = new Turns(1, Duration.ofMillis(10));

        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> turns.take(ANI, () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(turns.remembered()).isZero();
    }

    @Test
    void whatRollbookDoesItselfIsNotCounted() throws InterruptedException {
        var turns = new Turns(1, LONG);
        var many = IntStream.range(0, 5)
                .mapToObj(i -> begin(turns, i % 2 == 0 ? Actor.SYSTEM : Actor.ANONYMOUS))
                .toList();

        assertThat(begun.tryAcquire(5, 10, TimeUnit.SECONDS)).isTrue();
        end.countDown();
        many.forEach(CompletableFuture::join);
    }

    private CompletableFuture<Void> begin(Turns turns, Actor actor) {
        return CompletableFuture.runAsync(
                () -> turns.take(actor, () -> {
                    begun.release();
                    awaitEnd();
                    return "done";
                }),
                Thread::startVirtualThread);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Actor person(int id) {
        return Actor.of(new Caller(new UserId(id), "uid-" + id, true, false, BuiltInRole.USER.id()));
    }
}
