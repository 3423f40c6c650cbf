package io.rollbook.command.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.MatcherAssert.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.role.RoleView;
import io.rollbook.command.RejectedWith;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.EventMetadata;
import io.rollbook.web.request.Correlation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CommandSenderTest {

    private static final RoleId ROLE = new RoleId(4);
    private static final RenameRole COMMAND = new RenameRole(ROLE, new RoleName("operators"));

    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final EventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final AggregateCache cache = new AggregateCache();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CommandSender sender = new CommandSender(
            DefaultCommandGateway.builder().commandBus(bus).build(),
            store,
            cache,
            token -> true,
            new CommandTimes(meters));

    private final Queue<Supplier<Object>> answers = new ArrayDeque<>();
    private final List<CommandMessage<?>> handled = new ArrayList<>();

    @BeforeEach
    void aggregateThatAnswersWhatATestSays() {
        bus.subscribe(RenameRole.class.getName(), message -> {
            handled.add(message);
            return answers.remove().get();
        });
        store.publish(
                new GenericDomainEventMessage<>("Role", "role-4", 0, new RoleCreated(ROLE, "operator")),
                new GenericDomainEventMessage<>("Role", "role-4", 1, new RoleRenamed(ROLE, "operators")));
    }

    @AfterEach
    void noRequest() {
        MDC.clear();
    }

    @Nested
    class ACachedAggregate {

        @BeforeEach
        void cached() {
            cache.put("role-4", "the aggregate");
        }

        @Test
        void isAskedAgainAfterARefusal() {
            answer(CommandSenderTest::refuse, () -> recorded(2, true));

            assertThat(send()).isEqualTo(recorded(2, true));
            assertThat(handled).hasSize(2);
        }

        @Test
        void isBelievedTheSecondTime() {
            answer(CommandSenderTest::refuse, CommandSenderTest::refuse);

            assertRejected(CommandSenderTest.this::send, RoleReason.IN_USE);
            assertThat(handled).hasSize(2);
        }

        @Test
        void isDroppedAndAskedAgainWhenItChangesNothingAndIsOlderThanTheStore() {
            answer(() -> recorded(0, false), () -> recorded(1, false));

            assertThat(send()).isEqualTo(recorded(1, false));
            assertThat(cache.containsKey("role-4")).isFalse();
        }

        @Test
        void isBelievedWhenItChangesNothingAndIsAsNewAsTheStore() {
            answer(() -> recorded(1, false));

            assertThat(send()).isEqualTo(recorded(1, false));
            assertThat(cache.containsKey("role-4")).isTrue();
        }

        @Test
        void isBelievedWhenItAppended() {
            answer(() -> recorded(2, true));

            assertThat(send()).isEqualTo(recorded(2, true));
            assertThat(handled).hasSize(1);
        }
    }

    @Nested
    class AnAggregateReadFromTheStore {

        @Test
        void isBelievedWhenItRefuses() {
            answer(CommandSenderTest::refuse);

            assertRejected(CommandSenderTest.this::send, RoleReason.IN_USE);
            assertThat(handled).hasSize(1);
        }

        @Test
        void isBelievedWhenItChangesNothing() {
            answer(() -> recorded(0, false));

            assertThat(send()).isEqualTo(recorded(0, false));
            assertThat(handled).hasSize(1);
        }
    }

    @Nested
    class AConflict {

        @Test
        void isTriedAgain() {
            answer(CommandSenderTest::conflict, CommandSenderTest::conflict, () -> recorded(2, true));

            assertThat(send()).isEqualTo(recorded(2, true));
            assertThat(handled).hasSize(3);
        }

        @Test
        void isGivenUpAfterABoundedNumberOfAttempts() {
            Stream.generate(() -> (Supplier<Object>) CommandSenderTest::conflict)
                    .limit(100)
                    .forEach(answers::add);

            assertRejected(CommandSenderTest.this::send, CommandReason.CHANGED_MEANWHILE);
            assertThat(handled).hasSize(10);
        }
    }

    @Nested
    class AnAggregateThatIsNotThere {

        @Test
        void isNotFoundInTheWordsOfItsFeature() {
            answer(() -> {
                throw new AggregateNotFoundException("role-4", "none");
            });

            assertRejected(CommandSenderTest.this::send, COMMAND.notFound());
        }
    }

    @Test
    void aFaultIsNeitherTriedAgainNorHidden() {
        answer(() -> {
            throw new IllegalStateException("a mistake");
        });

        assertThatThrownBy(this::send).isInstanceOf(IllegalStateException.class).hasMessage("a mistake");
        assertThat(handled).hasSize(1);
    }

    @Test
    void aCommandCarriesWhoSentItWithinWhichRequestAndTheVersionTheyExpect() {
        MDC.put(Correlation.MDC_KEY, "request-1");
        MDC.put(Correlation.TRACE_PARENT, "00-1-2-01");
        answer(() -> recorded(2, true));
        var admin = new Actor("user-1", true);

        sender.<RoleView>send(COMMAND, admin, new IfMatch(Set.of("1")));

        assertThat(handled.getFirst().getMetaData())
                .containsEntry(Actor.KEY, admin)
                .containsEntry(EventMetadata.ACTOR, "user-1")
                .containsEntry(EventMetadata.CORRELATION, "request-1")
                .containsEntry(EventMetadata.TRACE_PARENT, "00-1-2-01")
                .containsEntry(CommandedAggregate.EXPECTED, new IfMatch(Set.of("1")));
    }

    @Test
    void aCommandOutsideARequestExpectsNoVersionAndHasNoTrace() {
        answer(() -> recorded(2, true));

        send();

        assertThat(handled.getFirst().getMetaData())
                .containsEntry(EventMetadata.CORRELATION, "none")
                .doesNotContainKeys(EventMetadata.TRACE_PARENT, CommandedAggregate.EXPECTED);
    }

    private CommandResult<RoleView> send() {
        return sender.send(COMMAND, Actor.SYSTEM);
    }

    @SafeVarargs
    private void answer(Supplier<Object>... next) {
        answers.addAll(List.of(next));
    }

    private static Object refuse() {
        throw new Rejection(RoleReason.IN_USE);
    }

    private static Object conflict() {
        throw new ConcurrencyException("another was first");
    }

    private static void assertRejected(ThrowingCallable action, Reason reason) {
        assertThatThrownBy(action).satisfies(thrown -> assertThat(thrown, RejectedWith.rejectedWith(reason)));
    }

    private static CommandResult<RoleView> recorded(long version, boolean changed) {
        return new CommandResult<>(new RoleView(4, "operators"), new ConsistencyToken("role-4", version), changed);
    }
}
