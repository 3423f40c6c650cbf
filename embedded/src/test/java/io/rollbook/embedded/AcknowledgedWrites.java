package io.rollbook.embedded;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A program that starts the servers and writes to both until it is killed; it reports each number that both acknowledged. */
final class AcknowledgedWrites {

    private AcknowledgedWrites() {}

    public static void main(String[] arguments) throws Exception {
        var reports = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var servers = EmbeddedServers.start(Path.of(arguments[0]));
        Clients.execute(servers.postgres(), "CREATE TABLE IF NOT EXISTS written (number int PRIMARY KEY)");
        Clients.createTopic(servers.kafka());
        try (var connection = Clients.connect(servers.postgres());
                var insert = connection.prepareStatement("INSERT INTO written VALUES (?)");
                var producer = Clients.producer(servers.kafka())) {
            for (var number = 1; ; number++) {
                insert.setInt(1, number);
                insert.executeUpdate();
                producer.send(new ProducerRecord<>(Clients.TOPIC, Integer.toString(number)))
                        .get();
                reports.println(number);
            }
        }
    }
}
