package io.rollbook.standalone.personal;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.embedded.PostgresServer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import io.rollbook.standalone.support.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** A backup of the event store from before an erasure, put back after it. */
@Tag("thorough")
class RestoreIT {

    @TempDir
    private Path folder;

    @Test
    void aBackupFromBeforeTheErasureDoesNotBringThePersonBack() throws Exception {
        var data = folder.resolve("data");
        var store = data.resolve("postgres");
        var backup = folder.resolve("backup");
        var fields = Samples.user();
        int person;
        int stays;
        int later;
        try (var before = RunningStandalone.start(data)) {
            var admin = before.people().admin().client();
            person = success(admin.post("/api/users", fields), 201, "user")
                    .path("id")
                    .intValue();
            stays = success(admin.post("/api/users", Samples.user()), 201, "user")
                    .path("id")
                    .intValue();
        }
        copy(store, backup);
        String certificate;
        try (var erasing = RunningStandalone.start(data)) {
            var admin = erasing.people().admin().client();
            certificate = success(
                            admin.post(
                                    "/api/admin/users/" + person + "/erase",
                                    Fields.of("reason", "asked for it").with("delete", true)),
                            201,
                            "erasure")
                    .toString();
            // Of whom the backup does not even know that they were there.
            later = success(admin.post("/api/users", Samples.user()), 201, "user")
                    .path("id")
                    .intValue();
            success(
                    admin.post(
                            "/api/admin/users/" + later + "/erase",
                            Fields.of("reason", "asked for it").with("delete", true)),
                    201,
                    "erasure");
            // Read by way of the topic, so it has been published.
            error(admin.get("/api/users/" + later), 404);
        }
        FileSystemUtils.deleteRecursively(store);
        copy(backup, store);
        forgetWhatWasPublished(store);

        try (var restored = RunningStandalone.start(data, Map.of("ROLLBOOK_TOPIC_NAME", "restored.events"))) {
            var admin = restored.people().admin().client();
            error(admin.get("/api/users/" + person), 404);
            assertThat(admin.get("/api/users").text())
                    .doesNotContain(fields.text("email"), fields.text("NIP"), fields.text("jabatan"));
            assertThat(elements(success(admin.get("/api/admin/erasures"), 200, "erasures")))
                    .extracting(Object::toString)
                    .contains(certificate);
            try (var connection = restored.eventStore()) {
                assertThat(StoredEvent.read(connection, data.resolve(RunningSystem.KEY_RING)))
                        .filteredOn(event -> event.aggregate().equals("user-" + person))
                        .allSatisfy(event -> assertThat(event.payload().toString())
                                .doesNotContain(fields.text("email"), fields.text("NIP")))
                        .extracting(StoredEvent::type)
                        .endsWith("user.deleted", "user.erased");
            }
            success(admin.get("/api/users/" + stays), 200, "user");
            // Nobody gets the number of somebody who was erased: they would be taken for them.
            var successor = success(admin.post("/api/users", fields), 201, "user");
            assertThat(successor.path("id").intValue()).isGreaterThan(later);
            assertThat(success(admin.settled().get("/api/users/" + successor.path("id")), 200, "user"))
                    .isEqualTo(successor);
        }
    }

    /** What README says to do after restoring the database to an earlier moment. */
    private static void forgetWhatWasPublished(Path store) throws SQLException {
        try (var server = PostgresServer.start(store);
                var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("delete from token_entry where processor_name = 'kafka-publisher'");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
