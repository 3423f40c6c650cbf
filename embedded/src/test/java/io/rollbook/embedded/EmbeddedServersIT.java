package io.rollbook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClients;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {

    private static final int WRITES = 200;

    @TempDir
    private Path folder;

    @Test
    @Tag("thorough")
    void aKilledProcessLosesNothingThatWasAcknowledged() throws Exception {
        var acknowledged = writeAndKill();
        var orphan =
                ProcessHandle.of(Long.parseLong(Files.readAllLines(folder.resolve("postgres/cluster/postmaster.pid"))
                        .getFirst()));
        assertThat(orphan).as("PostgreSQL outlives the process that started it").isPresent();

        var begin = System.nanoTime();
        try (var servers = EmbeddedServers.start(folder)) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
            var expected = IntStream.rangeClosed(1, acknowledged)
                    .mapToObj(Integer::toString)
                    .toList();
            assertThat(Clients.select(servers.postgres(), "SELECT number FROM written ORDER BY number"))
                    .containsAll(expected);
            try (var consumer = Clients.consumer(servers.kafka(), "reader")) {
                assertThat(Clients.read(consumer, acknowledged)).containsAll(expected);
            }
            try (var client = MongoClients.create(servers.mongo().connectionString("rollbook"))) {
                var collection = client.getDatabase("rollbook").getCollection("users");
                collection.insertOne(new Document("_id", 1));
                assertThat(collection.countDocuments()).isEqualTo(1);
            }
        }
        assertThat(processesOf(folder)).isEmpty();
    }

    /** Starts a process that writes, kills it in the middle, and tells how many writes it knew to be safe. */
    private int writeAndKill() throws Exception {
        var errors = folder.resolveSibling("writer.log").toFile();
        var writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgedWrites.class.getName(),
                        folder.toString())
                .redirectError(errors)
                .start();
        var acknowledged = 0;
        try (var reports = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = reports.readLine(); line != null; line = reports.readLine()) {
                if (line.matches("\\d+")) {
                    acknowledged = Integer.parseInt(line);
                }
                if (acknowledged == WRITES) {
                    writer.toHandle().destroyForcibly(); // kill -9; what it reported before is still read
                }
            }
        }
        assertThat(acknowledged).as(() -> contentOf(errors)).isGreaterThanOrEqualTo(WRITES);
        assertThat(writer.waitFor()).isNotZero();
        return acknowledged;
    }

    private static String contentOf(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<String> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .flatMap(process -> process.info().commandLine().stream())
                .filter(commandLine -> commandLine.contains(folder.toString()))
                .toList();
    }

    @Test
    void whoHasNoPasswordIsLetInNowhere() throws Exception {
        try (var servers = EmbeddedServers.start(folder)) {
            var kafka = Map.<String, Object>of(
                    "bootstrap.servers",
                    servers.kafka().bootstrapServers(),
                    "default.api.timeout.ms",
                    2000,
                    "request.timeout.ms",
                    1000);
            try (var admin = Admin.create(kafka)) {
                assertThatThrownBy(() -> admin.listTopics().names().get()).isInstanceOf(ExecutionException.class);
            }
            Clients.createTopic(servers.kafka());
            assertThatThrownBy(() -> DriverManager.getConnection(
                            servers.postgres().jdbcUrl(), servers.postgres().user(), "guessed"))
                    .isInstanceOf(SQLException.class);
            try (var client = MongoClients.create(servers.mongo().connectionString())) {
                assertThatThrownBy(() -> client.listDatabaseNames().first()).isInstanceOf(MongoException.class);
            }
        }
    }

    @Test
    void aFolderInUseIsRefusedInOneSentence() {
        try (var ignored = EmbeddedServers.start(folder)) {
            assertThatThrownBy(() -> EmbeddedServers.start(folder))
                    .isInstanceOf(EmbeddedServersException.class)
                    .hasMessage("Another Rollbook is running on the folder " + folder
                            + "; stop it, or choose another folder.");
        }
        EmbeddedServers.start(folder).close(); // free again
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedInOneSentence() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "");

        for (var impossible : new Path[] {file, file.resolve("data")}) {
            assertThatThrownBy(() -> EmbeddedServers.start(impossible))
                    .isInstanceOf(EmbeddedServersException.class)
                    .hasMessageStartingWith("The folder " + impossible + " cannot be used (")
                    .hasMessageContaining("not a folder")
                    .hasMessageEndingWith("; make it writable, or choose another folder.");
        }
    }

    @Test
    void whatHadStartedIsStoppedWhenAnotherFails() throws Exception {
        Files.writeString(folder.resolve("kafka"), "in the way");

        assertThatThrownBy(() -> EmbeddedServers.start(folder))
                .isInstanceOf(EmbeddedServersException.class)
                .hasMessageContaining("Kafka")
                .hasMessageContaining(folder.resolve("kafka").toString());

        assertThat(folder.resolve("postgres/cluster/PG_VERSION")).exists();
        assertThat(folder.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        Awaitility.await().untilAsserted(() -> assertThat(processesOf(folder)).isEmpty());
        Files.delete(folder.resolve("kafka"));
        EmbeddedServers.start(folder).close();
    }
}
