package io.rollbook.servers;

import io.rollbook.embedded.KafkaServer;
import java.nio.file.Path;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka broker without topics. */
public final class TestKafka implements AutoCloseable {

    private final String bootstrapServers;
    private final Runnable stop;

    private TestKafka(String bootstrapServers, Runnable stop) {
        this.bootstrapServers = bootstrapServers;
        this.stop = stop;
    }

    /** Starts one, over {@code directory} if it is embedded. */
    public static TestKafka start(Path directory) {
        return Containers.wanted() ? inContainer() : embedded(KafkaServer.start(directory));
    }

    private static TestKafka inContainer() {
        var container = Containers.start(new KafkaContainer(Containers.KAFKA)
                // Topics are made by whoever needs them, as in docker-compose.yml.
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
        return new TestKafka(container.getBootstrapServers(), container::stop);
    }

    /** What is running already, in the shape that tests know. */
    static TestKafka embedded(KafkaServer server) {
        return new TestKafka(server.bootstrapServers(), server::close);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** A new cable to this broker. Only for the first contact: clients go on to the address that the broker tells them. */
    public Cable cable() {
        return Cable.to(bootstrapServers);
    }

    @Override
    public void close() {
        stop.run();
    }
}
