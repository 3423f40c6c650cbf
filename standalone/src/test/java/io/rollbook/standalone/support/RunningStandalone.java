package io.rollbook.standalone.support;

import io.rollbook.servers.FreePort;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The standalone as an operator runs it: a JVM of its own over a data folder. */
public final class RunningStandalone extends RunningSystem {

    private static final String MAIN_CLASS = "io.rollbook.standalone.StandaloneApplication";

    private final JavaProcess process;
    private final URI origin;
    private final Path data;

    private RunningStandalone(JavaProcess process, URI origin, Path data) {
        this.process = process;
        this.origin = origin;
        this.data = data;
    }

    /** Starts it over {@code data}, telling it the first admin's address and password, and waits until it is ready. */
    public static RunningStandalone start(Path data) {
        return startWith(data, firstAdmin());
    }

    /** Starts it over {@code data} without a word about the first admin, and waits until it is ready. */
    public static RunningStandalone startUntold(Path data) {
        return startWith(data, Map.of());
    }

    /** Starts it over {@code data} as {@link #start(Path)} does, with more in its environment. */
    public static RunningStandalone start(Path data, Map<String, String> environment) {
        var all = new HashMap<>(firstAdmin());
        all.putAll(environment);
        return startWith(data, all);
    }

    /** Starts it over {@code data} by exactly these arguments of {@code java}, and waits until it is ready. */
    public static RunningStandalone start(Path data, List<String> arguments) {
        var port = FreePort.pick();
        return ready(JavaProcess.ofArguments("packaged", arguments, environment(data, port, firstAdmin())), port, data);
    }

    /** Starts it over {@code data} by a start script, and waits until it is ready. */
    public static RunningStandalone startScript(Path script, Path data) {
        var port = FreePort.pick();
        return ready(JavaProcess.ofScript(script, environment(data, port, firstAdmin())), port, data);
    }

    private static RunningStandalone startWith(Path data, Map<String, String> more) {
        var port = FreePort.pick();
        return ready(launch(data, port, more), port, data);
    }

    private static RunningStandalone ready(JavaProcess process, int port, Path data) {
        var origin = URI.create("http://127.0.0.1:" + port);
        var standalone = new RunningStandalone(process, origin, data);
        standalone.process.awaitReady(origin.resolve("/actuator/health/readiness"));
        return standalone;
    }

    /** Starts it without waiting for anything. */
    public static JavaProcess launch(Path data, int port) {
        return launch(data, port, firstAdmin());
    }

    private static JavaProcess launch(Path data, int port, Map<String, String> more) {
        return JavaProcess.ofClass(MAIN_CLASS, environment(data, port, more));
    }

    private static Map<String, String> environment(Path data, int port, Map<String, String> more) {
        var environment = new HashMap<>(webSettings());
        environment.putAll(more);
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("ROLLBOOK_DATA", data.toString());
        return environment;
    }

    private static Map<String, String> firstAdmin() {
        return Map.of("ROLLBOOK_ADMIN_EMAIL", ADMIN_EMAIL, "ROLLBOOK_ADMIN_PASSWORD", ADMIN_PASSWORD);
    }

    @Override
    public URI commands() {
        return origin;
    }

    @Override
    public URI queries() {
        return origin;
    }

    /** The file with the keys that tokens are signed with. */
    public Path signingKeys() {
        return data.resolve("identity").resolve("signing-keys.json");
    }

    /** A superuser's connection to its event store; to be closed by the caller. */
    public Connection eventStore() throws SQLException {
        var postgres = data.resolve("postgres");
        try {
            var settings = new Properties();
            settings.load(new StringReader(
                    Files.readString(postgres.resolve("cluster").resolve("rollbook.conf"))));
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%s/rollbook".formatted(settings.getProperty("port")),
                    "postgres",
                    Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return origin.getPort();
    }

    public List<String> output() {
        return process.output();
    }

    /** Ends it at once, as kill -9 does. */
    public void kill() {
        process.kill();
    }

    /**
     * Ends it in good order.
     *
     * @throws AssertionError when it has not ended after ten seconds
     */
    public void stop() {
        process.stop();
    }

    /** Asks it to end, and waits for a JVM that has something to write before it does. */
    public void finish() {
        process.signal("TERM");
        process.awaitExit();
    }

    /**
     * Ctrl-C in its terminal.
     *
     * @throws AssertionError when it has not ended after ten seconds
     */
    public void interrupt() {
        process.interrupt();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop();
        }
    }
}
