package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.privacy.Eraser;
import io.rollbook.command.store.PersonKey.Erased;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import io.rollbook.servers.Cable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/** Another store comes in the place of the one that a running instance uses. */
@Tag("thorough")
@ExtendWith(OutputCaptureExtension.class)
class ReplacedStoreIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LOST = "the event store is not the one that was used until now";
    private static final String SERVED_AGAIN = "the event store was looked at";

    private final JdbcClient server = JdbcClient.create(WriteSide.connections());
    private final Cable kafka = WriteSide.kafkaCable();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();
    private final String name;
    private final String url;
    private final ConfigurableApplicationContext instance;
    private final HttpSide http;
    private final String token;

    ReplacedStoreIT(TestInfo test) {
        name = "replaced_" + Integer.toHexString(test.getDisplayName().hashCode());
        var settings = WriteSide.propertiesWithOwn(name);
        settings.put("spring.kafka.bootstrap-servers", kafka.address());
        url = String.valueOf(settings.get("spring.datasource.url"));
        instance = SpringApplication.run(
                CommandServiceApplication.class,
                settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        http = new HttpSide(
                Integer.parseInt(String.valueOf(instance.getEnvironment().getProperty("local.server.port"))));
        token = http.adminToken();
    }

    @BeforeEach
    void isOpen() {
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() throws IOException {
        ended.set(true);
        clients.forEach(CompletableFuture::join);
        kafka.mend();
        instance.close();
        kafka.close();
    }

    @Test
    void aDatabaseThatIsDroppedAndRestoredUnderLoadIsServedAnewWithItsErasures(CapturedOutput output) {
        var role = createRole();
        assertThat(rename(role, "before").statusCode()).isEqualTo(201);
        var erased = add("erased-later@example.org");
        backUp();
        IntStream.range(0, 5)
                .forEach(i -> assertThat(rename(role, "lost " + i).statusCode()).isEqualTo(201));
        erase(erased);
        try (var topic = new KafkaTopic(name + ".erasures")) {
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(topic.valuesOf(erased.toString())).isNotEmpty());
        }
        var others = IntStream.range(0, 4).mapToObj(i -> createRole()).toList();
        var answers = new ConcurrentLinkedQueue<Answer>();
        others.forEach(other -> keepAsking(() -> answers.add(new Answer(other, rename(other, "load")))));
        keepAsking(() -> answers.add(new Answer(role, rename(role, "load"))));
        var comesBack = new ConcurrentLinkedQueue<Integer>();
        keepAsking(() -> comesBack.add(signIn("erased-later@example.org").statusCode()));
        await().until(() -> answers.size() > 50);

        restore();

        await().atMost(SOON).untilAsserted(() -> assertThat(output).contains(SERVED_AGAIN));
        var after = answers.size();
        await().atMost(SOON).until(() -> answers.size() > after + 50);
        ended.set(true);
        clients.forEach(CompletableFuture::join);

        assertThat(comesBack).as("signing in as who was erased").doesNotContain(200);
        assertNoHoles();
        assertThat(answers)
                .extracting(answer -> answer.response().statusCode())
                .allMatch(status -> List.of(200, 201, 401, 404, 409, 503).contains(status));
        assertThat(rename(role, "at last").headers().firstValue("ETag").map(ReplacedStoreIT::version))
                .hasValue(lastSequence(role));
        others.forEach(lost -> assertThat(rename(lost, "gone").statusCode())
                .as("a role from after the backup")
                .isEqualTo(404));
        assertThat(instance.getBean(DataKeys.class).find(erased.toString())).isEqualTo(new Erased());
        assertThat(instance.getBean(KnownUsers.class).find(erased).view().email())
                .isEmpty();
        assertThat(lastType(erased)).isEqualTo("user.erased");
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(output).containsOnlyOnce(LOST).containsOnlyOnce(SERVED_AGAIN).doesNotContain("\tat ");
        // The publisher and the automations go on from where the restored store says.
        var published = createRole();
        try (var topic = new KafkaTopic(name)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(topic.sent().stream().map(KafkaTopic.Sent::key))
                            .contains("role-" + published));
        }
    }

    @Test
    void whileItIsLookedAtNothingIsServedAndReadinessSaysWhy(CapturedOutput output) {
        var role = createRole();
        backUp();
        kafka.cut();

        restore();

        await().atMost(SOON).untilAsserted(() -> {
            var refused = rename(role, "refused");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(refused.body()).contains("the event store was restored or replaced");
        });
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(output).containsOnlyOnce("requests are served again once Kafka is there"));
        var readiness = get("/actuator/health/readiness");
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("the event store was restored or replaced");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);

        kafka.mend();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(rename(role, "served").statusCode()).isEqualTo(201));
        assertNoHoles();
    }

    @Test
    void anEmptyDatabaseIsNotTakenForTheStoreThatIsStillToBeRestored(CapturedOutput output) {
        var role = createRole();
        backUp();

        server.sql("drop database %s with (force)".formatted(name)).update();
        server.sql("create database %s".formatted(name)).update();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(output).containsOnlyOnce("is empty or still being restored"));
        assertThat(rename(role, "refused").statusCode()).isEqualTo(503);
        assertThat(JdbcClient.create(database())
                        .sql("select to_regclass('domain_event') is null")
                        .query(Boolean.class)
                        .single())
                .as("left as it was, for the restore")
                .isTrue();
        restore();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(rename(role, "served").statusCode()).isEqualTo(201));
        assertNoHoles();
    }

    @Test
    void aTableThatIsLoadedAnewUnderOpenConnectionsLeavesNoHole(CapturedOutput output) {
        var role = createRole();
        IntStream.range(0, 5)
                .forEach(i -> assertThat(rename(role, "lost " + i).statusCode()).isEqualTo(201));

        JdbcClient.create(database()).sql("""
                        alter table domain_event disable trigger domain_event_is_append_only;
                        delete from domain_event where aggregate_id = 'role-%s' and sequence_number > 2;
                        alter table domain_event enable trigger domain_event_is_append_only
                        """.formatted(role)).update();

        assertThat(rename(role, "at once").statusCode()).isEqualTo(503);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(rename(role, "served").statusCode()).isEqualTo(201));
        assertThat(lastSequence(role)).isEqualTo(3);
        assertNoHoles();
        assertThat(output).containsOnlyOnce(LOST);
    }

    @Test
    void connectionsThatBreakAreNoOtherStoreAndNeedNoKafka(CapturedOutput output) {
        var role = createRole();
        kafka.cut();
        server.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = :name")
                .param("name", name)
                .query(Long.class)
                .single();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(rename(role, "served").statusCode()).isEqualTo(201));

        assertThat(output).doesNotContain(LOST);
    }

    private record Answer(int role, HttpResponse<String> response) {}

    private void keepAsking(Runnable question) {
        clients.add(CompletableFuture.runAsync(
                () -> {
                    while (!ended.get()) {
                        question.run();
                    }
                },
                task -> Thread.ofPlatform().daemon().start(task)));
    }

    // Nobody may be connected to what is copied.
    private void backUp() {
        server.sql("alter database %s allow_connections false".formatted(name)).update();
        server.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = :name")
                .param("name", name)
                .query(Long.class)
                .single();
        await().atMost(SOON).ignoreExceptions().until(() -> {
            server.sql("create database %s_backup template %s".formatted(name, name))
                    .update();
            return true;
        });
        server.sql("alter database %s allow_connections true".formatted(name)).update();
        server.sql("alter database %s_backup allow_connections true".formatted(name))
                .update();
        await().atMost(SOON).until(() -> get("/actuator/health/readiness").statusCode() == 200);
        await().atMost(SOON)
                .until(() -> http.send("POST", "/api/roles", token, "{}").statusCode() == 400);
    }

    private void restore() {
        server.sql("drop database %s with (force)".formatted(name)).update();
        server.sql("create database %s template %s_backup".formatted(name, name))
                .update();
    }

    private DriverManagerDataSource database() {
        var all = WriteSide.connections();
        return new DriverManagerDataSource(url, String.valueOf(all.getUsername()), String.valueOf(all.getPassword()));
    }

    private void assertNoHoles() {
        assertThat(JdbcClient.create(database()).sql("""
                        select aggregate_id from domain_event group by aggregate_id
                        having max(sequence_number) + 1 <> count(*)
                        """).query(String.class).list())
                .as("streams with holes")
                .isEmpty();
    }

    private long lastSequence(int role) {
        return JdbcClient.create(database())
                .sql("select max(sequence_number) from domain_event where aggregate_id = 'role-' || :role")
                .param("role", role)
                .query(Long.class)
                .single();
    }

    private String lastType(UserId user) {
        return JdbcClient.create(database())
                .sql("""
                        select payload_type from domain_event where aggregate_id = :user
                         order by sequence_number desc limit 1
                        """)
                .param("user", user.toString())
                .query(String.class)
                .single();
    }

    private int createRole() {
        var answer = http.createRole(token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).at("/data/data/id").intValue();
    }

    private HttpResponse<String> rename(int role, String to) {
        return http.send("PUT", "/api/roles/" + role, token, "{\"name\": \"%s %s\"}".formatted(to, System.nanoTime()));
    }

    private HttpResponse<String> signIn(String email) {
        return http.send("POST", "/api/auth/login", null, """
                {"email": "%s", "password": "a long enough secret"}""".formatted(email));
    }

    private HttpResponse<String> get(String path) {
        return http.send("GET", path, null, "");
    }

    private static long version(String etag) {
        return Long.parseLong(etag.replace("\"", ""));
    }

    private UserId add(String email) {
        var added = instance.getBean(Enrolment.class)
                .add(
                        new NewUser(
                                new EmailAddress(email),
                                new PersonName("Somebody"),
                                null,
                                null,
                                null,
                                true,
                                BuiltInRole.USER.id()),
                        new NewPassword("a long enough secret"),
                        Actor.SYSTEM);
        return new UserId(added.view().id());
    }

    private void erase(UserId user) {
        instance.getBean(Eraser.class)
                .erase(user, new ErasureReason("asked for by letter"), true, new Actor("user-1", true), IfMatch.ANY);
    }
}
