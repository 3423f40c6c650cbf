package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WholeCommandsTest {
    private static final RoleId ONE = new RoleId(1);
    private static final RoleId TWO = new RoleId(2);
    private static final int PARTITION = 0;

    private final EventRecords records = new EventRecords();
    private final List<RawEvent> batch = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final WholeCommands commands = new WholeCommands(() -> now);

    @Test
    void aCommandOfOneEventIsWhole() {
        batch.addAll(records.all(new RoleCreated(ONE, "a"), new RoleRenamed(ONE, "b")));

        assertThat(commands.limits(batch)).isEmpty();
    }

    @Test
    void aCommandWhoseLastEventHasComeIsWhole() {
        batch.add(records.next(new RoleCreated(ONE, "a"), 2));
        batch.add(records.next(new RoleRenamed(ONE, "b"), 1));
        batch.add(records.next(new RoleRenamed(ONE, "c")));

        assertThat(commands.limits(batch)).isEmpty();
    }

    @Test
    void nothingIsFoldedFromTheFirstEventOfAnIncompleteCommandOn() {
        batch.add(records.next(new RoleCreated(TWO, "x")));
        batch.add(records.next(new RoleCreated(ONE, "a"), 2));
        batch.add(records.next(new RoleRenamed(TWO, "y")));
        batch.add(records.next(new RoleRenamed(ONE, "b"), 1));

        assertThat(commands.limits(batch)).containsExactly(Map.entry(PARTITION, 1L));

        batch.add(records.next(new RoleRenamed(ONE, "c")));
        assertThat(commands.limits(batch)).isEmpty();
    }

    @Test
    void whatIsSentAgainAfterItWasWholeHoldsNothing() {
        var first = records.next(new RoleCreated(ONE, "a"), 1);
        batch.addAll(List.of(first, records.next(new RoleRenamed(ONE, "b")), first));

        assertThat(commands.limits(batch)).isEmpty();
    }

    @Test
    void aRestThatNeverComesHoldsAPartitionForALimitedTimeOnly() {
        batch.add(records.next(new RoleCreated(ONE, "a"), 1));
        assertThat(commands.limits(batch)).isNotEmpty();

        now = now.plus(WholeCommands.LONGEST).minus(Duration.ofMillis(1));
        assertThat(commands.limits(batch)).isNotEmpty();
        now = now.plusMillis(1);
        assertThat(commands.limits(batch)).isEmpty();
    }

    @Test
    void eachIncompleteCommandHasItsOwnTime() {
        batch.add(records.next(new RoleCreated(ONE, "a"), 1));
        assertThat(commands.limits(batch)).isNotEmpty();
        now = now.plus(WholeCommands.LONGEST).minusMillis(1);
        batch.add(records.next(new RoleRenamed(ONE, "b")));
        batch.add(records.next(new RoleCreated(TWO, "x"), 1));
        assertThat(commands.limits(batch)).isNotEmpty();

        now = now.plusMillis(1);

        assertThat(commands.limits(batch)).isNotEmpty();
    }

    @Test
    void aHeaderThatIsNoNumberHoldsNothing() {
        var sent = records.next("events", new RoleCreated(ONE, "a"));
        sent.headers().add(RawEvent.FOLLOWING, new byte[] {'x'});

        assertThat(records.consumed(sent).following()).isZero();
    }
}
