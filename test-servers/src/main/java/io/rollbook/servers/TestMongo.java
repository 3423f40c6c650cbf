package io.rollbook.servers;

import io.rollbook.embedded.MongoServer;
import org.testcontainers.mongodb.MongoDBContainer;

/** A MongoDB server without databases: a replica set of one in a container, a server with its wire protocol embedded. */
public final class TestMongo implements AutoCloseable {

    private static final String SCHEME = "mongodb://";

    private final String connectionString;
    private final Runnable stop;

    private TestMongo(String connectionString, Runnable stop) {
        this.connectionString = connectionString;
        this.stop = stop;
    }

    /** Starts one. */
    public static TestMongo start() {
        return Containers.wanted() ? inContainer() : embedded(MongoServer.start());
    }

    private static TestMongo inContainer() {
        var container = Containers.start(new MongoDBContainer(Containers.MONGO).withReplicaSet());
        return new TestMongo(container.getConnectionString(), container::stop);
    }

    /** What is running already, in the shape that tests know. */
    static TestMongo embedded(MongoServer server) {
        return new TestMongo(server.connectionString(), server::close);
    }

    /** {@code mongodb://host:port}. */
    public String connectionString() {
        return connectionString;
    }

    /** A new cable to this server. */
    public Cable cable() {
        return Cable.to(connectionString.substring(SCHEME.length()));
    }

    /** Lets a cable lead to this server instead of another one: for its clients that one was started again, empty. */
    public void takeOver(Cable cable) {
        cable.leadTo(connectionString.substring(SCHEME.length()));
    }

    /** What clients connect to at the near end of a cable to a server of this kind. */
    public static String connectionString(Cable cable) {
        return SCHEME + cable.address();
    }

    @Override
    public void close() {
        stop.run();
    }
}
