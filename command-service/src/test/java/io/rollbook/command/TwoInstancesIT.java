package io.rollbook.command;

import static io.rollbook.command.RejectedWith.rejectedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.role.RoleView;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.publishing.EventPublisher;
import io.rollbook.command.publishing.EventTopicSettings;
import io.rollbook.command.role.RoleClaims;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several command services over one store: nobody is wrong because of what another did. */
@Tag("thorough")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoInstancesIT extends WithWriteSide {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private CommandSender commands;

    @Autowired
    private RoleClaims roles;

    @Autowired
    private KnownUsers users;

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private JdbcClient jdbc;

    private final KafkaTopic topic;
    private final OtherInstance other = OtherInstance.start(WriteSide.properties());
    private final HttpSide http = other.http();
    private String admin = "";

    @Autowired
    TwoInstancesIT(EventTopicSettings properties) {
        topic = new KafkaTopic(properties.name());
    }

    @BeforeAll
    void signIn() {
        admin = http.adminToken();
    }

    @AfterAll
    void stopTheOther() {
        other.close();
        topic.close();
    }

    @Test
    void aCachedAggregateThatIsOlderThanTheStoreAnswersNothingWrong() {
        var role = create("one");
        renameThere(role, "two");

        assertThat(renameHere(role, "two")).isEqualTo(recorded(role, "two", 1, false));
        renameThere(role, "three");
        assertThat(renameHere(role, "two"))
                .as("not taken for a change of nothing")
                .isEqualTo(recorded(role, "two", 3, true));
        renameThere(role, "four");
        assertThat(renameHere(role, "five")).isEqualTo(recorded(role, "five", 5, true));
    }

    @Test
    void anAggregateDeletedByTheOtherIsGoneHere() {
        var role = create("one");
        assertThat(http.send("DELETE", "/api/roles/" + role.value(), admin, "").statusCode())
                .isEqualTo(201);

        for (var name : List.of("one", "two")) {
            assertThatExceptionOfType(Rejection.class)
                    .isThrownBy(() -> renameHere(role, name))
                    .satisfies(refusal -> assertThat(refusal, rejectedWith(RoleReason.NOT_FOUND)));
        }
    }

    @Test
    void aUserIsKnownHereAsOfWhatTheOtherDid() {
        var first = new UserId(1);
        var before = users.find(first);

        var changed = http.send("PUT", "/api/users/" + first.value(), admin, "{\"name\": \"Changed there\"}");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        var after = users.find(first);
        assertThat(after.version().version()).isEqualTo(before.version().version() + 1);
        assertThat(after.view().name()).isEqualTo("Changed there");
    }

    @Test
    void changesOfOneAggregateByBothAtOnceAreAllKept() {
        var role = create("contested");
        List<Callable<Object>> changes = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> {
            changes.add(() -> renameHere(role, "here " + i));
            changes.add(() -> {
                renameThere(role, "there " + i);
                return i;
            });
        });

        var outcomes = AtOnce.run(changes);

        assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
        assertThat(jdbc.sql("select count(*) from domain_event where aggregate_id = ?")
                        .param(role.toString())
                        .query(Long.class)
                        .single())
                .isEqualTo(21);
    }

    @Test
    void publishingIsTakenOverFromAnInstanceThatDies() {
        publisher.stop();
        try (var mortal = OtherInstance.start(WriteSide.properties())) {
            // Only the mortal can publish while one has stopped and the other stands still.
            other.freeze();
            try {
                awaitPublished(create("before"), 1);
            } finally {
                other.thaw();
            }
            mortal.kill();
            awaitPublished(create("after"), 1);
        } finally {
            publisher.start();
        }
    }

    @Test
    void publishingIsTakenOverFromAnInstanceThatStandsStillAndLeftThereWhenItGoesOn() {
        publisher.stop();
        RoleId role;
        try {
            role = create("published there");
            awaitPublished(role, 1);
            other.freeze();
        } finally {
            publisher.start();
        }
        try {
            renameHere(role, "published here");
            awaitPublished(role, 2);
        } finally {
            other.thaw();
        }
        var owner = publisherNow();
        for (var i = 0; i < 10; i++) {
            renameThere(role, "later there " + i);
            renameHere(role, "later here " + i);
        }

        awaitPublished(role, 22);
        assertThat(publisherNow()).isEqualTo(owner);
        assertThat(topic.distinctOf(role.toString()).stream().map(KafkaTopic.Sent::sequence))
                .as("the first time that each event comes")
                .isEqualTo(LongStream.range(0, 22).boxed().toList());
    }

    @Test
    void twoThatStartForTheFirstTimeAtOnceMakeEverythingOnce() throws SQLException {
        var properties = WriteSide.propertiesWithOwn("first_start");
        var starts = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> OtherInstance.start(properties)))
                .toList();
        try {
            starts.forEach(CompletableFuture::join);
        } finally {
            starts.forEach(start -> start.thenAccept(OtherInstance::close));
        }

        try (var store = DriverManager.getConnection(
                        String.valueOf(properties.get("spring.datasource.url")),
                        properties.get("spring.datasource.username"),
                        properties.get("spring.datasource.password"));
                var statement = store.createStatement();
                var made = statement.executeQuery(
                        "select string_agg(distinct aggregate_id, ' ' order by aggregate_id) from domain_event")) {
            assertThat(made.next()).isTrue();
            assertThat(made.getString(1)).isEqualTo("role-1 role-2 role-3 user-1");
        }
    }

    @Test
    void anOwnerOfAClaimIsNotTakenForAnotherProcessOfTheSameNumberAndHost() {
        awaitPublished(create("owned"), 1);

        assertThat(publisherNow()).matches("[0-9]+@.+/[0-9a-f-]{36}");
    }

    private String publisherNow() {
        return jdbc.sql("select owner from token_entry where processor_name = ?")
                .param(EventPublisher.PROCESSOR)
                .query(String.class)
                .single();
    }

    private RoleId create(String name) {
        var role = roles.nextId();
        commands.send(new CreateRole(role, new RoleName(name)), Actor.SYSTEM);
        return role;
    }

    private CommandResult<RoleView> renameHere(RoleId role, String name) {
        return commands.send(new RenameRole(role, new RoleName(name)), Actor.SYSTEM);
    }

    private void renameThere(RoleId role, String name) {
        var answer = http.send("PUT", "/api/roles/" + role.value(), admin, "{\"name\": \"%s\"}".formatted(name));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private void awaitPublished(RoleId role, int events) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(topic.distinctOf(role.toString())).hasSize(events));
    }

    private static CommandResult<RoleView> recorded(RoleId role, String name, long version, boolean changed) {
        return new CommandResult<>(
                new RoleView(role.value(), name), new ConsistencyToken(role.toString(), version), changed);
    }
}
