package io.rollbook.servers;

import io.rollbook.embedded.EmbeddedServers;
import java.nio.file.Path;

/** All three servers. */
public final class TestServers implements AutoCloseable {

    private final TestPostgres postgres;
    private final TestKafka kafka;
    private final TestMongo mongo;
    private final Runnable stop;

    private TestServers(TestPostgres postgres, TestKafka kafka, TestMongo mongo, Runnable stop) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.mongo = mongo;
        this.stop = stop;
    }

    /** Starts them, over {@code data} if they are embedded. */
    public static TestServers start(Path data) {
        return Containers.wanted() ? inContainers(data) : embedded(EmbeddedServers.startOpen(data));
    }

    private static TestServers inContainers(Path data) {
        var postgres = TestPostgres.start(data);
        var kafka = TestKafka.start(data);
        var mongo = TestMongo.start();
        return new TestServers(postgres, kafka, mongo, () -> {
            mongo.close();
            kafka.close();
            postgres.close();
        });
    }

    private static TestServers embedded(EmbeddedServers servers) {
        return new TestServers(
                TestPostgres.embedded(servers.postgres()),
                TestKafka.embedded(servers.kafka()),
                TestMongo.embedded(servers.mongo()),
                servers::close);
    }

    public TestPostgres postgres() {
        return postgres;
    }

    public TestKafka kafka() {
        return kafka;
    }

    public TestMongo mongo() {
        return mongo;
    }

    @Override
    public void close() {
        stop.run();
    }
}
