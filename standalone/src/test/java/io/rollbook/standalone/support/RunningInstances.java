package io.rollbook.standalone.support;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.rollbook.servers.Cable;
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
import org.jspecify.annotations.Nullable;

/** Several command services and several query services over one set of servers, each of them to be killed and frozen. */
public final class RunningInstances extends RunningSystem {

    /** The database that the query services share. */
    public static final String DATABASE = "rollbook";

    private static final String LOOPBACK = "127.0.0.1";
    private static final String COMMAND_NETWORK = "127.0.21.";
    private static final String QUERY_NETWORK = "127.0.22.";

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
    private final @Nullable RunningProxy proxy;
    private final Cable cable;

    private RunningInstances(Path data, @Nullable RunningProxy proxy) {
        this.proxy = proxy;
        this.data = data;
        this.servers = TestServers.start(data.resolve("servers"));
        this.mongo = MongoClients.create(servers.mongo().connectionString());
        this.cable = servers.postgres().cable();
    }

    /** Starts that many of each at once, as a supervisor does, and waits until all are ready. */
    public static RunningInstances start(Path data, int commandServices, int queryServices) {
        // Without the jars there is no use in starting servers.
        Stream.of(RunningServices.COMMAND_SERVICE, RunningServices.QUERY_SERVICE)
                .forEach(RunningServices::jarOf);
        return start(new RunningInstances(data, null), commandServices, queryServices);
    }

    /**
     * Starts them as containers do, each on an address and a management port of its own, behind the proxy. Skips the test
     * where there is no Caddy.
     */
    public static RunningInstances startBehindProxy(Path data, int commandServices, int queryServices) {
        var proxy = RunningProxy.start(
                "http://localhost",
                data,
                Map.of(
                        RunningServices.COMMAND_SERVICE,
                        addresses(COMMAND_NETWORK, commandServices),
                        RunningServices.QUERY_SERVICE,
                        addresses(QUERY_NETWORK, queryServices)));
        return start(new RunningInstances(data, proxy), commandServices, queryServices);
    }

    private static List<String> addresses(String network, int instances) {
        return IntStream.range(0, instances).mapToObj(i -> network + (i + 1)).toList();
    }

    private static RunningInstances start(RunningInstances system, int commandServices, int queryServices) {
        try {
            IntStream.range(0, commandServices).forEach(i -> system.commandServices.add(system.commandService(i)));
            IntStream.range(0, queryServices).forEach(i -> system.queryServices.add(system.queryService(i)));
            system.all().forEach(Instance::awaitReady);
            return system;
        } catch (RuntimeException | Error e) {
            system.close();
            throw e;
        }
    }

    private Instance commandService(int number) {
        var port = port();
        var settings = RunningServices.commandSettings(servers, data, port);
        if (number == 0) {
            settings.put(
                    "SPRING_DATASOURCE_URL", throughCable(servers.postgres().jdbcUrl()));
        }
        return instance(RunningServices.COMMAND_SERVICE, COMMAND_NETWORK + (number + 1), port, settings);
    }

    private Instance queryService(int number) {
        var port = port();
        var settings = RunningServices.querySettings(servers, data, keys(), port);
        settings.put("ROLLBOOK_QUERY_PROJECTION_INSTANCEID", "query-" + number);
        return instance(RunningServices.QUERY_SERVICE, QUERY_NETWORK + (number + 1), port, settings);
    }

    private int port() {
        return proxy == null ? FreePort.pick() : proxy.servicePort();
    }

    private URI keys() {
        return proxy == null ? commands() : proxy.keys();
    }

    private String throughCable(String jdbcUrl) {
        return jdbcUrl.replaceFirst("//[^/]+/", "//" + cable.address() + "/");
    }

    private Instance instance(String name, String address, int port, Map<String, String> settings) {
        if (proxy == null) {
            return new Instance(name, LOOPBACK, port, RunningServices.with(OF_ALL, settings));
        }
        // As docker-compose.yml has it.
        settings.put("SERVER_ADDRESS", address);
        settings.put("MANAGEMENT_SERVER_ADDRESS", address);
        settings.put("MANAGEMENT_SERVER_PORT", Integer.toString(proxy.managementPort()));
        settings.put("ROLLBOOK_WEB_DRAIN", "1s");
        return new Instance(name, address, port, RunningServices.with(OF_ALL, settings));
    }

    /** One more query service, alone with a database of that name, ready when it has folded the topic into it. */
    public MongoDatabase foldAnew(String database) {
        var port = FreePort.pick();
        var settings = new HashMap<>(OF_ALL);
        settings.put("SPRING_MONGODB_URI", servers.mongo().connectionString() + "/" + database);
        settings.put("ROLLBOOK_QUERY_PROJECTION_GROUPSUFFIX", "-" + database);
        var instance = new Instance(
                RunningServices.QUERY_SERVICE,
                LOOPBACK,
                port,
                RunningServices.with(settings, RunningServices.querySettings(servers, data, keys(), port)));
        others.add(instance);
        instance.awaitReady();
        return mongo.getDatabase(database);
    }

    /** Between PostgreSQL and the first command service, and nobody else. */
    public Cable cable() {
        return cable;
    }

    /** The command services, the first of which {@link #people} use unless there is a proxy. */
    public List<Instance> commandServices() {
        return commandServices;
    }

    /** The query services, the first of which {@link #people} use unless there is a proxy. */
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
        return proxy == null ? commandServices.getFirst().uri() : proxy.origin();
    }

    @Override
    public URI queries() {
        return proxy == null ? queryServices.getFirst().uri() : proxy.origin();
    }

    @Override
    public void close() {
        try (var ignored = proxy;
                servers;
                cable;
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

        private Instance(String name, String address, int port, Map<String, String> settings) {
            this.name = name;
            this.uri = URI.create("http://" + address + ":" + port);
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

        /** Asks it to end in good order (SIGTERM) and waits until it has. */
        public void stop() {
            process.stop();
        }

        /** Lets it stand still (SIGSTOP). */
        public void freeze() {
            process.signal("STOP");
        }

        /** Lets it go on as if no time had passed (SIGCONT). */
        public void thaw() {
            process.signal("CONT");
        }

        /** Starts it again after it has ended, without waiting for it. */
        public void startAgain() {
            process = launch();
        }

        public void awaitReady() {
            process.awaitReady(uri.resolve("/readyz"));
        }
    }
}
