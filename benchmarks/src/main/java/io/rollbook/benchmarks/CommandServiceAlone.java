package io.rollbook.benchmarks;

import io.rollbook.embedded.EmbeddedServers;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/**
 * A command service without a read side, as when the two are scaled apart. Kafka is in this JVM, PostgreSQL in processes of
 * its own.
 */
record CommandServiceAlone(EmbeddedServers servers, Running running, Path folder) implements AutoCloseable {

    /** Starts its jar over empty servers and waits until it is ready. */
    static CommandServiceAlone start(Path jar, Path folder) {
        var servers = EmbeddedServers.startOpen(folder);
        try {
            var settings = new HashMap<String, String>();
            settings.put("SPRING_DATASOURCE_URL", servers.postgres().jdbcUrl());
            settings.put("SPRING_DATASOURCE_USERNAME", servers.postgres().user());
            settings.put("SPRING_DATASOURCE_PASSWORD", servers.postgres().password());
            settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
            settings.put("ROLLBOOK_DATA", folder.resolve("command-service").toString());
            var arguments = List.of("-jar", jar.toAbsolutePath().toString());
            return new CommandServiceAlone(servers, Running.start(arguments, settings, folder), folder);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    URI origin() {
        return running.origin();
    }

    EventStore eventStore() {
        return new EventStore(folder);
    }

    @Override
    public void close() {
        try (servers) {
            running.close();
        }
    }
}
