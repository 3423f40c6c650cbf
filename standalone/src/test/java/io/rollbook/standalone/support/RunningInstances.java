package io.rollbook.standalone.support;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.rollbook.servers.FreePort;
import io.rollbook.servers.TestServers;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Several command services and several query services over one set of servers, each of them to be killed and frozen. */
public final class RunningInstances extends RunningSystem {

    /** The database that the query services share. */
    public static final String DATABASE = "rollbook";

    private static final Map<String, String> OF_ALL = Map.of(
            // Many JVMs share one machine.
            "JDK_JAVA_OPTIONS", "-Xmx160m -Xss512k -XX:+UseSerialGC",
            // Rights that are taken away are gone when the answer comes, however busy the machine is.
            "ROLLBOOK_ACCESSFOLDED_TIMEOUT", "25s",
            "ROLLBOOK_QUERY_PROJECTION_SESSIONTIMEOUT", "3s");

    private final Path data;
    private final TestServers servers;
    private final MongoClient mongo;
    private final List<Instance> commandServices = new ArrayList<>();
    private final List<Instance> queryServices = new ArrayList<>();
    private final List<Instance> others = new ArrayList<>();

    private RunningInstances(Path data) {
        this.data = data;
        this.servers = TestServers.start(data.resolve("servers"));
        this.mongo = MongoClients.create(servers.mongo().connectionString());
    }

    /** Starts that many of each at once, as a supervisor does, and waits until all are ready. */
    public static RunningInstances start(Path data, int commandServices, int queryServices) {
        // Without the jars there is no use in starting servers.
        Stream.of(RunningServices.COMMAND_SERVICE, RunningServices.QUERY_SERVICE)
                .forEach(RunningServices::jarOf);
        var system = new RunningInstances(data);
        try {
            IntStream.range(0, commandServices).forEach(i -> system.commandServices.add(system.commandService()));
            IntStream.range(0, queryServices).forEach(i -> system.queryServices.add(system.queryService(i)));
            system.all().forEach(Instance::awaitReady);
            return system;
        } catch (RuntimeException | Error e) {
            system.close();
            throw e;
        }
    }

    private Instance commandService() {
        var port = FreePort.pick();
        return new Instance(
                RunningServices.COMMAND_SERVICE,
                port,
                RunningServices.with(OF_ALL, RunningServices.commandSettings(servers, data, port)));
    }

    private Instance queryService(int number) {
        var port = FreePort.pick();
        var settings = RunningServices.querySettings(servers, data, commands(), port);
        settings.put("ROLLBOOK_QUERY_PROJECTION_INSTANCEID", "query-" + number);
        return new Instance(RunningServices.QUERY_SERVICE, port, RunningServices.with(OF_ALL, settings));
    }

    /** One more query service, alone with a database of that name, ready when it has folded the topic into it. */
    public MongoDatabase foldAnew(String database) {
        var port = FreePort.pick();
        var settings = new HashMap<>(OF_ALL);
        settings.put("SPRING_MONGODB_URI", servers.mongo().connectionString() + "/" + database);
        settings.put("ROLLBOOK_QUERY_PROJECTION_GROUPSUFFIX", "-" + database);
        var instance = new Instance(
                RunningServices.QUERY_SERVICE,
                port,
                RunningServices.with(settings, RunningServices.querySettings(servers, data, commands(), port)));
        others.add(instance);
        instance.awaitReady();
        return mongo.getDatabase(database);
    }

    /** The command services, the first of which {@link #people} use. */
    public List<Instance> commandServices() {
        return commandServices;
    }

    /** The query services, the first of which {@link #people} use. */
    public List<Instance> queryServices() {
        return queryServices;
    }

    private Stream<Instance> all() {
        return Stream.of(commandServices, queryServices, others).flatMap(List::stream);
    }

    /** What the query services have folded. */
    public MongoDatabase readModels() {
        return mongo.getDatabase(DATABASE);
    }

    /** The file with what opens personal data. */
    public Path keyRing() {
        return RunningServices.keyRing(data);
    }

    /** The event store; to be closed by the caller. */
    public Connection eventStore() throws SQLException {
        var postgres = servers.postgres();
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    @Override
    public URI commands() {
        return commandServices.getFirst().uri();
    }

    @Override
    public URI queries() {
        return queryServices.getFirst().uri();
    }

    @Override
    public void close() {
        try (servers;
                mongo) {
            all().forEach(Instance::kill);
        }
    }

    /** One process, which keeps its address and its name when it is started again. */
    public static final class Instance {

        private final String name;
        private final URI uri;
        private final Map<String, String> settings;
        private JavaProcess process;

        private Instance(String name, int port, Map<String, String> settings) {
            this.name = name;
            this.uri = URI.create("http://127.0.0.1:" + port);
            this.settings = settings;
            this.process = launch();
        }

        private JavaProcess launch() {
            return JavaProcess.ofJar(name, RunningServices.jarOf(name), settings);
        }

        public URI uri() {
            return uri;
        }

        public long pid() {
            return process.pid();
        }

        /** Ends it at once (SIGKILL). */
        public void kill() {
            process.kill();
        }

        /** Lets it stand still (SIGSTOP). */
        public void freeze() {
            process.signal("STOP");
        }

        /** Lets it go on as if no time had passed (SIGCONT). */
        public void thaw() {
            process.signal("CONT");
        }

        /** Starts it again after it was killed, without waiting for it. */
        public void startAgain() {
            process = launch();
        }

        public void awaitReady() {
            process.awaitReady(uri.resolve(RunningServices.READINESS));
        }
    }
}
