package io.rollbook.standalone.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.rollbook.servers.FreePort;
import io.rollbook.servers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The command service and the query service as they are deployed: told that a proxy is in front of them, over servers
 * that this JVM runs for them.
 */
public final class RunningServices extends RunningSystem {

    static final String COMMAND_SERVICE = "command-service";
    static final String QUERY_SERVICE = "query-service";
    static final String READINESS = "/actuator/health/readiness";

    static {
        // The broker runs in this JVM and would tell of every step it takes.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    private final Path data;
    private final TestServers servers;
    private final JavaProcess commandService;
    private final JavaProcess queryService;
    private final URI commands;
    private final URI queries;

    private RunningServices(
            Path data,
            TestServers servers,
            JavaProcess commandService,
            URI commands,
            JavaProcess queryService,
            URI queries) {
        this.data = data;
        this.servers = servers;
        this.commandService = commandService;
        this.commands = commands;
        this.queryService = queryService;
        this.queries = queries;
    }

    /** Starts the servers over {@code data} and both services, and waits until both are ready. */
    public static RunningServices start(Path data) {
        return start(data, Map.of());
    }

    /** Starts them as {@link #start(Path)} does, with more in the environment of both services. */
    public static RunningServices start(Path data, Map<String, String> environment) {
        return start(data, environment, environment);
    }

    /** Starts them as {@link #start(Path)} does, with more in the environment of each service. */
    public static RunningServices start(Path data, Map<String, String> ofCommands, Map<String, String> ofQueries) {
        var commandJar = jarOf(COMMAND_SERVICE);
        var queryJar = jarOf(QUERY_SERVICE);
        var servers = TestServers.start(data.resolve("servers"));
        var commandPort = FreePort.pick();
        var queryPort = FreePort.pick();
        var commands = URI.create("http://127.0.0.1:" + commandPort);
        var queries = URI.create("http://127.0.0.1:" + queryPort);
        var services = new RunningServices(
                data,
                servers,
                JavaProcess.ofJar(
                        COMMAND_SERVICE, commandJar, with(ofCommands, commandSettings(servers, data, commandPort))),
                commands,
                JavaProcess.ofJar(
                        QUERY_SERVICE, queryJar, with(ofQueries, querySettings(servers, data, commands, queryPort))),
                queries);
        try {
            services.commandService.awaitReady(commands.resolve(READINESS));
            services.queryService.awaitReady(queries.resolve(READINESS));
            return services;
        } catch (RuntimeException | AssertionError e) {
            services.close();
            throw e;
        }
    }

    /** The jar that is deployed, as the build has made it before these tests: neither service sees the other's classes. */
    static Path jarOf(String module) {
        var target = Path.of("..", module, "target").toAbsolutePath().normalize();
        try (var jars = Files.newDirectoryStream(target, module + "-*-exec.jar")) {
            for (var jar : jars) {
                return jar;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + target, e);
        }
        throw new AssertionError("no jar in " + target + ": run the tests with ./mvnw verify");
    }

    private static Map<String, String> webSettingsBehindProxy(int port) {
        var settings = new HashMap<>(webSettings());
        settings.put("SERVER_PORT", Integer.toString(port));
        settings.put("SERVER_FORWARDHEADERSSTRATEGY", "native");
        return settings;
    }

    static Map<String, String> commandSettings(TestServers servers, Path data, int port) {
        var settings = webSettingsBehindProxy(port);
        settings.put("SPRING_DATASOURCE_URL", servers.postgres().jdbcUrl());
        settings.put("SPRING_DATASOURCE_USERNAME", servers.postgres().user());
        settings.put("SPRING_DATASOURCE_PASSWORD", servers.postgres().password());
        settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        settings.put("ROLLBOOK_DATA", commandFolder(data).toString());
        settings.put("ROLLBOOK_ADMIN_EMAIL", ADMIN_EMAIL);
        settings.put("ROLLBOOK_ADMIN_PASSWORD", ADMIN_PASSWORD);
        return settings;
    }

    static Map<String, String> querySettings(TestServers servers, Path data, URI commands, int port) {
        var settings = webSettingsBehindProxy(port);
        settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        settings.put("ROLLBOOK_PERSONAL_KEYRINGFILE", keyRing(data).toString());
        settings.put("SPRING_MONGODB_URI", servers.mongo().connectionString() + "/rollbook");
        settings.put(
                "ROLLBOOK_IDENTITY_JWKS_URI",
                commands.resolve("/.well-known/jwks.json").toString());
        return settings;
    }

    static Map<String, String> with(Map<String, String> more, Map<String, String> settings) {
        settings.putAll(more);
        return settings;
    }

    static Path keyRing(Path data) {
        return commandFolder(data).resolve(KEY_RING);
    }

    private static Path commandFolder(Path data) {
        return data.resolve(COMMAND_SERVICE);
    }

    /** The file with the keys that tokens are signed with. */
    public Path signingKeys() {
        return commandFolder(data).resolve("identity").resolve("signing-keys.json");
    }

    /** What both services have written so far, line by line. */
    public List<String> output() {
        return Stream.of(commandService, queryService)
                .flatMap(service -> service.output().stream())
                .toList();
    }

    /** Lets the query service stand still (SIGSTOP) until what is returned is closed. */
    public Frozen freezeQueries() {
        queryService.signal("STOP");
        return () -> queryService.signal("CONT");
    }

    /** A process that stands still, and goes on when this is closed. */
    public interface Frozen extends AutoCloseable {

        @Override
        void close();
    }

    @Override
    public URI commands() {
        return commands;
    }

    @Override
    public URI queries() {
        return queries;
    }

    @Override
    public void close() {
        try (servers) {
            queryService.kill();
            commandService.kill();
        }
    }
}
