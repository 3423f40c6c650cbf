package io.rollbook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

    @TempDir
    private Path directory;

    @Test
    void keepsRecordsAndOffsetsOverARestartOnAnotherPort() throws Exception {
        String before;
        try (var kafka = KafkaServer.start(directory)) {
            before = kafka.bootstrapServers();
            Clients.createTopic(kafka);
            try (var producer = Clients.producer(kafka)) {
                producer.send(new ProducerRecord<>(Clients.TOPIC, "one")).get();
                producer.send(new ProducerRecord<>(Clients.TOPIC, "two")).get();
            }
            try (var consumer = Clients.consumer(kafka, "group")) {
                assertThat(Clients.read(consumer, 2)).containsExactly("one", "two");
            }
        }
        try (var kafka = KafkaServer.start(directory)) {
            assertThat(kafka.bootstrapServers()).isNotEqualTo(before);
            try (var producer = Clients.producer(kafka)) {
                producer.send(new ProducerRecord<>(Clients.TOPIC, "three")).get();
            }
            try (var known = Clients.consumer(kafka, "group");
                    var fresh = Clients.consumer(kafka, "another")) {
                assertThat(Clients.read(known, 1)).containsExactly("three");
                assertThat(Clients.read(fresh, 3)).containsExactly("one", "two", "three");
            }
        }
    }

    @Test
    void aFormattingThatWasCutOffIsDoneAgain() throws Exception {
        var cutOff = Files.createDirectories(directory.resolve("log.unfinished-2147483647"));
        Files.writeString(cutOff.resolve("bootstrap.checkpoint"), "half a file");
        try (var kafka = KafkaServer.start(directory)) {
            Clients.createTopic(kafka);
        }
        assertThat(cutOff).doesNotExist();
    }

    @Test
    void makesNoTopicByAccidentAndForgetsNothing() throws Exception {
        try (var kafka = KafkaServer.start(directory);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("typo"))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class);
            var broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
            var described = admin.describeConfigs(List.of(broker)).all().get().values();
            assertThat(described)
                    .singleElement()
                    .extracting(config -> config.entries().stream()
                            .collect(Collectors.toMap(ConfigEntry::name, entry -> String.valueOf(entry.value()))))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                    .containsEntry("log.retention.ms", "-1")
                    .containsEntry("log.retention.bytes", "-1")
                    .containsEntry("auto.create.topics.enable", "false");
        }
    }

    @Test
    void stopsQuicklyEvenWhenInterrupted() {
        var kafka = KafkaServer.start(directory);
        var begin = System.nanoTime();
        Thread.currentThread().interrupt();

        kafka.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        KafkaServer.start(directory).close(); // nothing is left that holds the directory
    }
}
