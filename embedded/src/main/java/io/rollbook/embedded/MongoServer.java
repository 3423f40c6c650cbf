package io.rollbook.embedded;

import io.rollbook.embedded.mongo.IndexedBackend;
import java.util.concurrent.atomic.AtomicBoolean;

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
    private final AtomicBoolean closed = new AtomicBoolean();

    private MongoServer(de.bwaldvogel.mongo.MongoServer server) {
        this.server = server;
        this.port = server.getLocalAddress().getPort();
    }

    /** Starts an empty server on a free port of the loopback interface. */
    public static MongoServer start() {
        var server = new de.bwaldvogel.mongo.MongoServer(new IndexedBackend());
        server.bind(FreePorts.anyLoopbackPort());
        return new MongoServer(server);
    }

    /** What clients connect to, without a database. */
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
