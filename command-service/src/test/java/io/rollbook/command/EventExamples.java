package io.rollbook.command;

import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApprovalRevoked;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserPasswordChanged;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.api.user.UserSessionEnded;
import io.rollbook.api.user.UserSessionsRevoked;
import io.rollbook.api.user.UserSignedOut;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One event of every kind, all of the same user, role and integration. */
public final class EventExamples {

    public static final UserId USER = new UserId(7);
    public static final RoleId ROLE = new RoleId(4);
    public static final UserIntegrationId INTEGRATION = new UserIntegrationId(9);

    private static final SessionId SESSION = new SessionId(UUID.fromString("0b1a6f5e-3a52-4c3f-9d8e-5f7a1c2b3d4e"));

    private EventExamples() {}

    public static List<DomainEvent> all() {
        return List.of(
                new UserRegistered(USER, "uid-7", "budi@example.org", "Budi", BuiltInRole.USER.id()),
                new UserAdded(
                        USER,
                        "uid-7",
                        "budi@example.org",
                        "Budi",
                        "198001012005011001",
                        Gender.L,
                        "Analis",
                        BuiltInRole.USER.id()),
                new UserProfileChanged(
                        USER, new Given<>("Budi S."), new Cleared<>(), new Given<>(Gender.L), new Unchanged<>()),
                new UserEmailChanged(USER, "budi.s@example.org"),
                new UserPasswordChanged(USER),
                new UserSignedOut(USER),
                new UserSessionEnded(USER, SESSION),
                new UserSessionsRevoked(USER, Instant.parse("2026-03-01T10:15:30Z")),
                new UserApproved(USER),
                new UserApprovalRevoked(USER),
                new RoleAssignedToUser(USER, ROLE),
                new UserDisabled(USER),
                new UserEnabled(USER),
                new UserDeleted(USER),
                new UserErased(
                        USER, "user-1", Instant.parse("2026-03-01T10:15:30Z"), "the person asked for it", 12, "9f86"),
                new RoleCreated(ROLE, "operator"),
                new RoleRenamed(ROLE, "operators"),
                new RoleDeleted(ROLE),
                new IntegrationAdded(INTEGRATION, USER, new IntegrationId("integration-123")),
                new IntegrationConnected(INTEGRATION),
                new IntegrationDisconnected(INTEGRATION),
                new IntegrationRemoved(INTEGRATION));
    }
}
