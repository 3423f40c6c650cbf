package io.rollbook.query.web;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleDeleted;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserRegistered;
import java.util.List;

/** A small roll that the web tests read from. */
final class Roll {
    static final String ADMIN = "uid-1";
    static final String AUDITOR = "uid-2";
    static final String PLAIN = "uid-3";
    static final String UNAPPROVED = "uid-4";
    static final String DISABLED = "uid-5";
    static final String DELETED = "uid-6";

    private static final RoleId USER = new RoleId(3);

    private Roll() {}

    static List<DomainEvent> events() {
        return List.of(
                new RoleCreated(new RoleId(1), "admin"),
                new RoleCreated(new RoleId(2), "auditor"),
                new RoleCreated(USER, "user"),
                new RoleCreated(new RoleId(4), "archivist"),
                new RoleCreated(new RoleId(5), "gone"),
                new RoleDeleted(new RoleId(5)),
                added(1, "admin@example.org", "Ani", new RoleId(1)),
                new UserApproved(new UserId(1)),
                added(2, "auditor@example.org", "Bayu", new RoleId(2)),
                new UserApproved(new UserId(2)),
                new UserAdded(
                        new UserId(3),
                        PLAIN,
                        "Citra.Dewi@Example.org",
                        "Citra Dewi",
                        "198001012005011001",
                        Gender.P,
                        "Kepala Seksi",
                        USER),
                new UserApproved(new UserId(3)),
                new UserRegistered(new UserId(4), UNAPPROVED, "dodi@example.org", "Dodi", USER),
                added(5, "eka@example.org", "Eka", USER),
                new UserApproved(new UserId(5)),
                new UserDisabled(new UserId(5)),
                added(6, "fani@example.org", "Fani", USER),
                new UserDeleted(new UserId(6)),
                added(7, "x@example.org", "ani (.*) 100%", USER),
                integration(1, 3, "integration-123"),
                new IntegrationConnected(new UserIntegrationId(1)),
                integration(2, 2, "integration-123"),
                integration(3, 3, "gone"),
                new IntegrationRemoved(new UserIntegrationId(3)),
                integration(4, 3, "integration-456"));
    }

    private static UserAdded added(int id, String email, String name, RoleId role) {
        return new UserAdded(new UserId(id), "uid-" + id, email, name, null, null, null, role);
    }

    private static IntegrationAdded integration(int id, int user, String key) {
        return new IntegrationAdded(new UserIntegrationId(id), new UserId(user), new IntegrationId(key));
    }
}
