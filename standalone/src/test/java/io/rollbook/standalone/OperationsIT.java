package io.rollbook.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators are told by health, metrics and logs, and what {@code docs/operations.md} says of it. */
@OnSharedSystem
class OperationsIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern DOCUMENTED =
            Pattern.compile("^\\| `(rollbook\\.[a-z.]+)` \\| `(rollbook_[a-z_]+)` \\|([^|]*)\\| ", Pattern.MULTILINE);
    private static final Pattern REGISTERED = Pattern.compile("^# TYPE (rollbook_\\w+) ", Pattern.MULTILINE);
    private static final Pattern SAMPLE = Pattern.compile("^(rollbook_\\w+)\\{([^}]*)} ", Pattern.MULTILINE);

    private final RunningStandalone standalone;

    OperationsIT(RunningStandalone standalone) {
        this.standalone = standalone;
    }

    @Test
    void everyMetricIsDocumentedWithItsTagsAndNoOtherIs() throws IOException {
        doALittleOfEverything(standalone, Samples.email());

        var scraped = operator("/actuator/prometheus").text();

        assertThat(REGISTERED
                        .matcher(scraped)
                        .results()
                        .map(type -> type.group(1))
                        .filter(name -> !name.endsWith("_seconds_max")))
                .containsExactlyInAnyOrderElementsOf(documentedTags().keySet());
        assertThat(tags(scraped))
                .isEqualTo(documentedTags().entrySet().stream()
                        .filter(metric -> !metric.getValue().isEmpty())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertThat(scraped).doesNotContain("@rollbook.test", "user-");
    }

    @Test
    void healthIsForAdminsAndSaysThatNothingIsStuck() {
        await().untilAsserted(() -> {
            var health = operator("/actuator/health").json();
            assertThat(health.path("status").stringValue()).isEqualTo("UP");
            assertThat(health.at("/components/lag/details/users/pace").stringValue())
                    .isEqualTo("idle");
            assertThat(health.at("/components/publishing/details/pace").stringValue())
                    .isEqualTo("idle");
            assertThat(health.at("/components/publishing/details/publisher").stringValue())
                    .isEqualTo("this instance");
        });
        var people = standalone.people();
        for (var path : List.of("/actuator/health", "/actuator/health/lag", "/actuator/prometheus")) {
            assertThat(people.anonymous().get(path).status()).as(path).isEqualTo(401);
            assertThat(people.auditor().client().get(path).status()).as(path).isEqualTo(403);
        }
        assertThat(people.anonymous().get("/actuator/health/liveness").text()).isEqualTo("{\"status\":\"UP\"}");
        var readiness = people.anonymous().get("/actuator/health/readiness").json();
        assertThat(readiness.path("components").propertyNames())
                .contains("postgresql", "mongodb", "kafka", "topic", "projections", "readinessState");
    }

    @Test
    @Tag("thorough")
    void linesOfARequestHaveItsCorrelationIdAndNothingPersonalAsTextAndAsJson(@TempDir Path folder) throws IOException {
        var text = folder.resolve("rollbook.log");
        var environment = Map.of(
                "LOGGING_STRUCTURED_FORMAT_CONSOLE",
                "ecs",
                "LOGGING_FILE_NAME",
                text.toString(),
                // It tells of every request, with all that its address has.
                "SPRING_APPLICATION_JSON",
                "{\"logging.level.org.springframework.web.servlet.DispatcherServlet\": \"debug\"}");
        try (var json = RunningStandalone.start(folder.resolve("data"), environment)) {
            var email = Samples.email();
            var token = doALittleOfEverything(json, email);
            askForNothing(json, "request-1");

            await().untilAsserted(() -> assertThat(lines(json))
                    .anyMatch(line -> line.path("correlationId").asString("").equals("request-1")));
            assertThat(lines(json)).isNotEmpty().allSatisfy(line -> {
                assertThat(line.path("@timestamp").isString()).isTrue();
                assertThat(line.at("/log/level").isString()).isTrue();
                assertThat(line.at("/service/name").stringValue()).isEqualTo("rollbook");
            });
            await().untilAsserted(
                            () -> assertThat(Files.readAllLines(text)).anyMatch(line -> line.contains("[request-1]")));
            assertNothingPersonal(json.output(), email, token);
            assertNothingPersonal(Files.readAllLines(text), email, token);
        }
    }

    /** Registers, signs in well and badly, changes, reads, is refused. Returns the token. */
    private static String doALittleOfEverything(RunningStandalone system, String email) {
        var people = system.people();
        var admin = people.admin().client();
        var registered = people.anonymous()
                .post("/api/auth/register", Samples.registration().with("email", email));
        assertThat(registered.status()).isEqualTo(201);
        var person = people.signIn(email, Samples.PASSWORD);
        people.logIn(email, Samples.PASSWORD + "!");
        var role = admin.post("/api/roles", Samples.role());
        admin.request("GET", "/api/roles")
                .header(RollbookClient.CONSISTENCY_TOKEN, role.consistencyToken())
                .send();
        admin.get("/api/users?email=" + email);
        admin.put("/api/users/" + person.id(), Fields.of("name", 17));
        people.anonymous().withToken(person.client().token() + "x").get("/api/users/" + person.id());
        people.anonymous()
                .request("POST", "/api/auth/login")
                .json("{\"email\": \"" + email + "\", \"password\": ")
                .send();
        return person.client().token();
    }

    /** A request that the framework tells of. */
    private static void askForNothing(RunningStandalone system, String correlation) {
        var answer = system.people()
                .anonymous()
                .request("GET", "/nothing")
                .header("X-Correlation-Id", correlation)
                .send();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("X-Correlation-Id")).isEqualTo(correlation);
    }

    private static void assertNothingPersonal(List<String> output, String email, String token) {
        assertThat(output)
                .noneMatch(line -> line.contains(email) || line.contains(Samples.PASSWORD) || line.contains(token))
                .noneMatch(line -> line.contains("Siti Rahma") || line.contains(RunningStandalone.ADMIN_PASSWORD));
    }

    private Answer operator(String path) {
        return standalone.people().admin().client().get(path);
    }

    private static List<JsonNode> lines(RunningStandalone system) {
        return system.output().stream()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    /** By name at Prometheus, the documented tags. */
    private static Map<String, Set<String>> documentedTags() throws IOException {
        return DOCUMENTED
                .matcher(Files.readString(Path.of("..", "docs", "operations.md")))
                .results()
                .peek(row -> assertThat(row.group(2)).startsWith(row.group(1).replace('.', '_')))
                .collect(Collectors.toMap(
                        row -> row.group(2), row -> words(row.group(3).replace("`", ""))));
    }

    /** By name at Prometheus, the tags that the samples have. */
    private static Map<String, Set<String>> tags(String scraped) {
        var tags = new TreeMap<String, Set<String>>();
        SAMPLE.matcher(scraped)
                .results()
                .forEach(sample -> tags.computeIfAbsent(
                                sample.group(1).replaceAll("_(count|sum|max|bucket)$", ""), name -> new TreeSet<>())
                        .addAll(words(sample.group(2).replaceAll("=\"[^\"]*\"", ""))));
        return tags;
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split("[, ]+"))
                .filter(word -> !word.isBlank())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
