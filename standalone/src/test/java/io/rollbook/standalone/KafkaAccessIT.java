package io.rollbook.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.servers.FreePort;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningServices;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Kafka as {@code docker-compose.yml} sets it up, and both services with what it gives them. */
@Tag("thorough")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaAccessIT {

    private static final Path ROOT = Path.of("..");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)[^}]*}");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port = FreePort.pick();
    private Map<String, Map<String, Object>> services;
    private KafkaRaftServer broker;
    private RunningServices running;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Map<String, Object> compose = new Yaml().load(Files.readString(ROOT.resolve("docker-compose.yml")));
        services = cast(compose.get("services"));
        var log = folder.resolve("kafka");
        format(log);
        broker = new KafkaRaftServer(new KafkaConfig(brokerSettings(log), false), Time.SYSTEM);
        broker.startup();
        try (var admin = Admin.create(connection("broker"))) {
            admin.alterUserScramCredentials(List.of(password("command"), password("query")))
                    .all()
                    .get();
            admin.createAcls(accessLists()).all().get();
        }
        running = RunningServices.start(
                folder.resolve("services"), settingsOf("command-service"), settingsOf("query-service"));
    }

    @AfterAll
    void stop() {
        if (running != null) {
            running.close();
        }
        if (broker != null) {
            broker.shutdown();
            broker.awaitShutdown();
        }
    }

    @Test
    void bothServicesDoTheirWorkWithWhatTheyMay() {
        var people = running.people();
        var person = people.newApproved();
        var changed = person.client().put(person.path(), Fields.of("jabatan", "Analis"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(person.client().get(person.path()).payload().path("jabatan").stringValue())
                .isEqualTo("Analis");
        // What is taken away waits for what the query service tells of itself.
        await().atMost(PATIENCE).untilAsserted(() -> {
            var disabled = people.admin().client().put(people.newApproved().path() + "/disable");
            assertThat(disabled.status()).isEqualTo(200);
            assertThat(disabled.header("X-Consistency")).isNotEqualTo("stale");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "query, rollbook.events",
        "query, rollbook.keys",
        "query, rollbook.erasures",
        "command, another",
        "query, another"
    })
    void writesNothingThatIsNotTheirs(String who, String topic) {
        assertThatThrownBy(() -> send(who, topic))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void nobodyElseIsLetIn() {
        var anonymous = Map.<String, Object>of(
                "bootstrap.servers", "127.0.0.1:" + port, "default.api.timeout.ms", 3000, "request.timeout.ms", 2000);
        try (var admin = Admin.create(anonymous)) {
            assertThatThrownBy(() -> admin.listTopics().names().get()).isInstanceOf(ExecutionException.class);
        }
        var guessed = new HashMap<>(connection("query"));
        guessed.put("sasl.jaas.config", login("query", "guessed"));
        try (var admin = Admin.create(guessed)) {
            assertThatThrownBy(() -> admin.listTopics().names().get()).isInstanceOf(ExecutionException.class);
        }
    }

    private void send(String who, String topic) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(connection(who), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "user-1", "forged")).get();
        }
    }

    private Map<String, Object> connection(String who) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                who.equals("broker") ? "PLAIN" : "SCRAM-SHA-512",
                "sasl.jaas.config",
                login(who, passwordOf(who)),
                "max.block.ms",
                10_000);
    }

    private static String login(String who, String password) {
        var module = who.equals("broker") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";"
                .formatted(module, who, password);
    }

    // As deploy/kafka/access-lists.sh gives it.
    private static UserScramCredentialAlteration password(String who) {
        return new UserScramCredentialUpsertion(
                who, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192), passwordOf(who));
    }

    private static String passwordOf(String who) {
        return secret("KAFKA_" + who.toUpperCase(Locale.ROOT) + "_PASSWORD");
    }

    /** What compose tells a service of Kafka. */
    private Map<String, String> settingsOf(String service) {
        var settings = new HashMap<String, String>();
        environment(service).forEach((name, value) -> {
            if (name.startsWith("SPRING_KAFKA_")) {
                settings.put(name, value);
            }
        });
        settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port);
        return settings;
    }

    /** What compose tells the broker, by the rule of its image, on ports and a folder of the test's. */
    private Map<String, String> brokerSettings(Path log) {
        var settings = new HashMap<String, String>();
        environment("kafka").forEach((name, value) -> {
            if (name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS")) {
                settings.put(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace("___", "-")
                                .replace('_', '.'),
                        value);
            }
        });
        var controller = FreePort.pick();
        settings.put("listeners", "SERVICES://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s".formatted(port, controller));
        settings.put("advertised.listeners", "SERVICES://127.0.0.1:" + port);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("log.dirs", log.toString());
        return settings;
    }

    private Map<String, String> environment(String service) {
        Map<String, Object> all =
                cast(Objects.requireNonNull(services.get(service)).get("environment"));
        var filled = new HashMap<String, String>();
        all.forEach((name, value) -> {
            if (value != null) {
                filled.put(name, VARIABLE.matcher(value.toString()).replaceAll(found -> secret(found.group(1))));
            }
        });
        return filled;
    }

    private static String secret(String variable) {
        return "the-test-chose-" + variable;
    }

    private static List<AclBinding> accessLists() throws IOException {
        var bindings = new ArrayList<AclBinding>();
        for (var line : Files.readAllLines(ROOT.resolve("deploy/kafka/access-lists"))) {
            if (!line.startsWith("#") && !line.isBlank()) {
                var words = line.split(" ", 4);
                var pattern = new ResourcePattern(ResourceType.fromString(words[1]), words[2], PatternType.PREFIXED);
                Arrays.stream(words[3].split(","))
                        .map(operation -> AclOperation.fromString(
                                operation.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT)))
                        .map(operation ->
                                new AccessControlEntry("User:" + words[0], "*", operation, AclPermissionType.ALLOW))
                        .forEach(entry -> bindings.add(new AclBinding(pattern, entry)));
            }
        }
        return bindings;
    }

    private static void format(Path log) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(log.toString())
                .addDirectory(log.toString())
                .run();
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> cast(@Nullable Object map) {
        return (Map<String, T>) Objects.requireNonNull(map);
    }
}
