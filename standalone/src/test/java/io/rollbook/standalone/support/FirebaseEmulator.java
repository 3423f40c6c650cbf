package io.rollbook.standalone.support;

import static org.awaitility.Awaitility.await;

import io.rollbook.servers.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Firebase's Auth emulator in a process of its own. Its program comes from npm once and is then kept below {@code
 * target}; a test that needs it asks {@link #canRun()} first.
 */
public final class FirebaseEmulator implements AutoCloseable {

    /** Why a test is skipped where {@link #canRun()} is false. */
    public static final String SKIPPED =
            "SKIPPED: the Firebase Auth emulator needs Node.js 20 and npm, which are not here";

    /** The project; the tools take ids that begin so for one that exists nowhere. */
    public static final String PROJECT = "demo-rollbook";

    private static final String TOOLS = "firebase-tools@15.34.2";
    private static final Path FOLDER = Path.of("target", "firebase-tools").toAbsolutePath();
    private static final Path PROGRAM = FOLDER.resolve("node_modules/firebase-tools/lib/bin/firebase.js");
    private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(10);
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final String host;
    private final HttpClient http = HttpClient.newHttpClient();

    private FirebaseEmulator(Process process, String host) {
        this.process = process;
        this.host = host;
    }

    /** Whether Node.js is here, and npm or what it once installed. */
    public static boolean canRun() {
        return works("node", "--version") && (Files.exists(PROGRAM) || works("npm", "--version"));
    }

    /** Starts it empty on a free port, its settings in {@code folder}, and waits until it answers. */
    public static FirebaseEmulator start(Path folder) {
        install();
        var port = FreePort.pick();
        try {
            Files.writeString(Files.createDirectories(folder).resolve("firebase.json"), settings(port));
            var process = new ProcessBuilder(
                            "node", PROGRAM.toString(), "emulators:start", "--only", "auth", "--project", PROJECT)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("emulator.log").toFile())
                    .start();
            var emulator = new FirebaseEmulator(process, "127.0.0.1:" + port);
            emulator.awaitReady(folder);
            return emulator;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the Firebase Auth emulator", e);
        }
    }

    /** Where it listens, as {@code FIREBASE_AUTH_EMULATOR_HOST} wants it. */
    public String host() {
        return host;
    }

    /** An ID token from its own REST call, as the SDK in a browser gets one. */
    public String idToken(String email, String password) {
        var answer = post(
                "/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any",
                Fields.of("email", email).with("password", password).with("returnSecureToken", true));
        return answer.path("idToken").stringValue();
    }

    /** Sets another password by the code of a mail that asks to. */
    void resetPassword(String email, String password) {
        var code = post(
                        "/identitytoolkit.googleapis.com/v1/accounts:sendOobCode",
                        Fields.of("requestType", "PASSWORD_RESET")
                                .with("email", email)
                                .with("returnOobLink", true))
                .path("oobCode")
                .stringValue();
        post(
                "/identitytoolkit.googleapis.com/v1/accounts:resetPassword?key=any",
                Fields.of("oobCode", code).with("newPassword", password));
    }

    /** Whether it has an account with that email. */
    public boolean has(String email) {
        return post(
                        "/identitytoolkit.googleapis.com/v1/projects/" + PROJECT + "/accounts:lookup",
                        Fields.of("email", List.of(email)))
                .has("users");
    }

    private JsonNode post(String path, Fields body) {
        var request = HttpRequest.newBuilder(URI.create("http://" + host + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer owner")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + " -> " + answer.statusCode() + " " + answer.body());
            }
            return Fields.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void awaitReady(Path folder) {
        var request = HttpRequest.newBuilder(URI.create("http://" + host + "/")).build();
        try {
            await("Firebase Auth emulator")
                    .atMost(STARTS_WITHIN)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new AssertionError("it ended:\n" + Files.readString(folder.resolve("emulator.log")));
                        }
                        try {
                            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
                        } catch (IOException notYet) {
                            return false;
                        }
                    });
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        var children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        http.close();
    }

    // Every port is a free one: neither the hub's nor the log's default may be in another's way.
    private static String settings(int port) {
        return """
                {"emulators": {
                   "auth": {"host": "127.0.0.1", "port": %s},
                   "hub": {"host": "127.0.0.1", "port": %s},
                   "logging": {"host": "127.0.0.1", "port": %s},
                   "ui": {"enabled": false}}}
                """.formatted(port, FreePort.pick(), FreePort.pick());
    }

    private static synchronized void install() {
        if (Files.exists(PROGRAM)) {
            return;
        }
        try {
            Files.createDirectories(FOLDER);
            var install = new ProcessBuilder(
                            "npm",
                            "install",
                            "--prefix",
                            FOLDER.toString(),
                            "--no-audit",
                            "--no-fund",
                            // What has to be compiled is optional and takes minutes; the emulator does without.
                            "--omit=optional",
                            "--ignore-scripts",
                            "--prefer-offline",
                            TOOLS)
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("install.log").toFile())
                    .start();
            if (!install.waitFor(INSTALLED_WITHIN.toMillis(), TimeUnit.MILLISECONDS) || install.exitValue() != 0) {
                install.destroyForcibly();
                throw new AssertionError(
                        TOOLS + " cannot be installed:\n" + Files.readString(FOLDER.resolve("install.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install " + TOOLS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static boolean works(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
