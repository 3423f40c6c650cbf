package io.rollbook.command.integration;

import static io.rollbook.command.RejectedWith.rejectedWith;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.integration.AddIntegration;
import io.rollbook.api.integration.ConnectIntegration;
import io.rollbook.api.integration.DisconnectIntegration;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.integration.RemoveIntegration;
import io.rollbook.api.integration.UserIntegrationCommand;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.integration.UserIntegrationView;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.CommandReason;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandedAggregate;
import io.rollbook.command.bus.IfMatch;
import java.util.Map;
import java.util.Set;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIntegrationTest {

    private static final UserIntegrationId ID = new UserIntegrationId(9);
    private static final UserId USER = new UserId(7);
    private static final IntegrationId INTEGRATION = new IntegrationId("integration-123");
    private static final IntegrationAdded ADDED = new IntegrationAdded(ID, USER, INTEGRATION);

    private final AggregateTestFixture<UserIntegration> fixture = new AggregateTestFixture<>(UserIntegration.class);

    @Nested
    class AddingAnIntegration {

        @Test
        void recordsThatTheUserHasItButIsNotConnected() {
            fixture.givenNoPriorActivity()
                    .when(new AddIntegration(ID, USER, INTEGRATION, false))
                    .expectEvents(ADDED)
                    .expectResultMessagePayload(recorded(false, 0, true));
        }

        @Test
        void recordsThatItIsConnectedWhenItIs() {
            fixture.givenNoPriorActivity()
                    .when(new AddIntegration(ID, USER, INTEGRATION, true))
                    .expectEvents(ADDED, new IntegrationConnected(ID))
                    .expectResultMessagePayload(recorded(true, 1, true));
        }
    }

    @Nested
    class ConnectingAnIntegration {

        @Test
        void recordsIt() {
            fixture.given(ADDED)
                    .when(new ConnectIntegration(ID))
                    .expectEvents(new IntegrationConnected(ID))
                    .expectResultMessagePayload(recorded(true, 1, true));
        }

        @Test
        void appendsNothingWhenItIsConnectedAlready() {
            fixture.given(ADDED, new IntegrationConnected(ID))
                    .when(new ConnectIntegration(ID))
                    .expectNoEvents()
                    .expectResultMessagePayload(recorded(true, 1, false));
        }

        @Test
        void rejectsWhenTheVersionIsNotTheExpectedOne() {
            fixture.given(ADDED)
                    .when(new ConnectIntegration(ID), Map.of(CommandedAggregate.EXPECTED, new IfMatch(Set.of("1"))))
                    .expectNoEvents()
                    .expectException(rejectedWith(CommandReason.VERSION_DIFFERS));
        }
    }

    @Nested
    class DisconnectingAnIntegration {

        @Test
        void recordsIt() {
            fixture.given(ADDED, new IntegrationConnected(ID))
                    .when(new DisconnectIntegration(ID))
                    .expectEvents(new IntegrationDisconnected(ID))
                    .expectResultMessagePayload(recorded(false, 2, true));
        }

        @Test
        void appendsNothingWhenItIsNotConnected() {
            fixture.given(ADDED)
                    .when(new DisconnectIntegration(ID))
                    .expectNoEvents()
                    .expectResultMessagePayload(recorded(false, 0, false));
        }
    }

    @Nested
    class RemovingAnIntegration {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void recordsItConnectedOrNot(boolean connected) {
            fixture.givenCommands(new AddIntegration(ID, USER, INTEGRATION, connected))
                    .when(new RemoveIntegration(ID))
                    .expectEvents(new IntegrationRemoved(ID))
                    .expectResultMessagePayload(recorded(connected, connected ? 2 : 1, true));
        }

        @ParameterizedTest
        @MethodSource("io.rollbook.command.integration.UserIntegrationTest#everyLaterCommand")
        void endsEverything(UserIntegrationCommand command) {
            fixture.given(ADDED, new IntegrationRemoved(ID))
                    .when(command)
                    .expectNoEvents()
                    .expectException(rejectedWith(UserIntegrationReason.INVALID_ID));
        }
    }

    static UserIntegrationCommand[] everyLaterCommand() {
        return new UserIntegrationCommand[] {
            new ConnectIntegration(ID), new DisconnectIntegration(ID), new RemoveIntegration(ID)
        };
    }

    private static CommandResult<UserIntegrationView> recorded(boolean connected, long version, boolean changed) {
        return new CommandResult<>(
                new UserIntegrationView("userIntegration-9", connected, "user-7", "integration-123"),
                new ConsistencyToken("userIntegration-9", version),
                changed);
    }
}
