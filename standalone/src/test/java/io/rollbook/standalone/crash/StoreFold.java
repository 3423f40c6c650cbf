package io.rollbook.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.embedded.PostgresServer;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import io.rollbook.standalone.support.StoredEvent;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Folds the event store from its first event, with nothing of the code under test: what the reads of a system that is
 * at rest have to show.
 */
final class StoreFold {

    // By the fields of the event, those of the view.
    private static final Map<String, String> PROFILE =
            Map.of("name", "name", "nip", "NIP", "gender", "gender", "jabatan", "jabatan");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, JsonNode> resources = new TreeMap<>();
    private final Map<String, Integer> roles = new TreeMap<>();

    private StoreFold() {}

    /** Reads the store that a standalone, now stopped, has left under {@code data}. */
    static Roll of(Path data) throws SQLException {
        var fold = new StoreFold();
        try (var server = PostgresServer.start(data.resolve("postgres"));
                var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            for (var event : StoredEvent.read(connection, data.resolve(RunningSystem.KEY_RING))) {
                fold.follow(event.aggregate(), event.sequence());
                assertThat(event.payload().toString()).doesNotContain(Samples.PASSWORD);
                fold.apply(event.type(), event.payload());
            }
        }
        return new Roll(fold.resources, fold.roles);
    }

    private void follow(String aggregate, long sequence) {
        var before = versions.put(aggregate, sequence);
        assertThat(sequence).as("event after %s of %s", before, aggregate).isEqualTo(before == null ? 0 : before + 1);
    }

    private void apply(String type, ObjectNode event) {
        var user = Roll.path(Roll.USERS, event);
        var role = Roll.path(Roll.ROLES, event);
        var integration = Roll.INTEGRATIONS + "/userIntegration-" + event.path("id");
        switch (type) {
            case "user.registered", "user.added" -> {
                resources.put(user, newUser(event));
                roles.put(user, event.path("role").intValue());
            }
            case "user.profile-changed" ->
                PROFILE.forEach((field, shown) ->
                        event.optional(field).ifPresent(value -> change(user, view -> view.set(shown, value))));
            case "user.email-changed" -> change(user, view -> view.set("email", event.path("email")));
            case "user.password-changed", "user.signed-out", "user.session-ended", "user.sessions-revoked" -> {}
            case "user.approved" -> change(user, view -> view.put("approved", true));
            case "user.approval-revoked" -> change(user, view -> view.put("approved", false));
            case "user.disabled" -> change(user, view -> view.put("disabled", true));
            case "user.enabled" -> change(user, view -> view.put("disabled", false));
            case "user.role-assigned" -> roles.put(user, event.path("role").intValue());
            case "user.deleted" -> {
                resources.remove(user);
                roles.remove(user);
            }
            case "user.erased" -> {}
            case "role.created" ->
                resources.put(
                        role,
                        JSON.createObjectNode().set("id", event.path("id")).set("name", event.path("name")));
            case "role.renamed" -> change(role, view -> view.set("name", event.path("name")));
            case "role.deleted" -> resources.remove(role);
            case "integration.added" -> resources.put(integration, newIntegration(event));
            case "integration.connected" -> change(integration, view -> view.put("isconnected", true));
            case "integration.disconnected" -> change(integration, view -> view.put("isconnected", false));
            case "integration.removed" -> resources.remove(integration);
            default -> throw new AssertionError("an event this test does not know: " + type);
        }
    }

    private static JsonNode newUser(ObjectNode event) {
        return JSON.createObjectNode()
                .set("id", event.path("id"))
                .set("uid", event.path("uid"))
                .set("email", event.path("email"))
                .put("disabled", false)
                .set("name", event.path("name"))
                .set("NIP", orNull(event, "nip"))
                .set("gender", orNull(event, "gender"))
                .set("jabatan", orNull(event, "jabatan"))
                .put("approved", false);
    }

    private static JsonNode newIntegration(ObjectNode event) {
        return JSON.createObjectNode()
                .put("id", "userIntegration-" + event.path("id"))
                .put("isconnected", false)
                .put("userId", "user-" + event.path("userId"))
                .set("integrationId", event.path("integrationId"));
    }

    private static JsonNode orNull(ObjectNode event, String field) {
        var value = event.get(field);
        return value == null ? JSON.nullNode() : value;
    }

    private void change(String path, UnaryOperator<ObjectNode> change) {
        var view =
                (ObjectNode) Objects.requireNonNull(resources.get(path), () -> "changed before it was there: " + path);
        resources.put(path, change.apply(view));
    }
}
