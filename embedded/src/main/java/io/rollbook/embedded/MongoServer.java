package io.rollbook.embedded;

import io.rollbook.embedded.mongo.IndexedBackend;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A MongoDB-compatible server inside this JVM that keeps its documents in memory only: for read models, which are folded
 * again from the events when it starts.
 *
 * <p>It serves CRUD, bulk writes, aggregations and unique and other indexes. The first field of an index is used for values,
 * beginnings of texts and sorts. It has no sessions or transactions, change streams, collations, text search, partial or
 * expiring indexes, or updates by pipeline. Any number of clients may use it at once; each operation
 * on a document is atomic.
 */
public final class MongoServer implements AutoCloseable {

    private final de.bwaldvogel.mongo.MongoServer server;
    private final int port;
    private final @Nullable Login login;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MongoServer(de.bwaldvogel.mongo.MongoServer server, @Nullable Login login) {
        this.server = server;
        this.port = server.getLocalAddress().getPort();
        this.login = login;
    }

    /** Starts an empty server on a free port of the loopback interface, which lets in whoever can reach it. */
    public static MongoServer start() {
        return start(new IndexedBackend(), null);
    }

    /** Starts one that lets in who has the login. */
    public static MongoServer start(Login login) {
        return start(new IndexedBackend(login.user(), login.password()), login);
    }

    private static MongoServer start(IndexedBackend backend, @Nullable Login login) {
        var server = new de.bwaldvogel.mongo.MongoServer(backend);
        server.bind(FreePorts.anyLoopbackPort());
        return new MongoServer(server, login);
    }

    /** What clients connect to, for the database. It holds the password, if there is one. */
    public String connectionString(String database) {
        return login == null
                ? connectionString() + "/" + database
                : "mongodb://%s:%s@%s:%s/%s?authMechanism=SCRAM-SHA-256"
                        .formatted(login.user(), login.password(), FreePorts.LOOPBACK, port, database);
    }

    /** Where it is, without a database and without a login. */
    public String connectionString() {
        return "mongodb://%s:%s".formatted(FreePorts.LOOPBACK, port);
    }

    /** Cuts all connections and forgets all documents. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdownNow();
        }
    }
}
