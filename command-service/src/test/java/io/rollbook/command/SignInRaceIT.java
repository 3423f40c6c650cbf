package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserCommand;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.identity.local.CheapHashes;
import io.rollbook.web.access.AccessReason;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is issued is bound to the state that was checked. Every change that ends sessions is held between its append and its
 * commit, by a lock on the user's row, while somebody signs in with what was right before.
 */
@Import(CheapHashes.class)
@DirtiesContext
class SignInRaceIT extends WithWriteSide {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern COOKIE = Pattern.compile("rollbook-session=([^;]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final String OLD = "seven quiet hills";
    private static final int FEW = 2;
    private static final int MANY = 100;

    @Autowired
    private CallerDirectory callers;

    @Autowired
    private CommandSender commands;

    @Autowired
    private TokenVerifier tokens;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private final AtomicInteger clients = new AtomicInteger();
    private @Nullable String adminToken;

    /** What ends the sessions of a user, and what else is done before somebody could go on with one. */
    enum Change {
        AN_ADMIN_SETS_A_PASSWORD("PUT", "/api/users/{id}", "{\"password\": \"eight loud valleys\"}", true),
        THE_PERSON_SETS_A_PASSWORD(
                "PUT",
                "/api/users/{id}",
                "{\"password\": \"eight loud valleys\", \"currentPassword\": \"" + OLD + "\"}",
                false),
        DISABLING("PUT", "/api/users/{id}/disable", "{\"disabled\": true}", true),
        DELETING("DELETE", "/api/users/{id}", "", true);

        private final String method;
        private final String path;
        private final String body;
        private final boolean byAdmin;

        Change(String method, String path, String body, boolean byAdmin) {
            this.method = method;
            this.path = path;
            this.body = body;
            this.byAdmin = byAdmin;
        }
    }

    private record Target(int id, String email, String token) {}

    @ParameterizedTest
    @EnumSource
    void aSignInThatMeetsAChangeGivesNothingThatOutlivesIt(Change change) throws SQLException {
        meets(change, this::logIn, FEW);
    }

    @ParameterizedTest
    @EnumSource
    void aCookieOfATokenThatMeetsAChangeDoesNotOutliveIt(Change change) throws SQLException {
        meets(change, this::cookie, FEW);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("thorough")
    void aSignInThatMeetsAChangeGivesNothingThatOutlivesItInAHundredRounds(Change change) throws SQLException {
        meets(change, this::logIn, MANY);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("thorough")
    void aCookieOfATokenThatMeetsAChangeDoesNotOutliveItInAHundredRounds(Change change) throws SQLException {
        meets(change, this::cookie, MANY);
    }

    private void meets(Change change, Function<Target, HttpResponse<String>> issuing, int rounds) throws SQLException {
        for (var round = 0; round < rounds; round++) {
            var target = newUser();
            var admin = adminToken();
            CompletableFuture<HttpResponse<String>> changing;
            CompletableFuture<HttpResponse<String>> issued;
            try (var held = hold(target)) {
                changing = async(() -> client().send(
                                change.method,
                                change.path.replace("{id}", String.valueOf(target.id())),
                                change.byAdmin ? admin : target.token(),
                                change.body));
                awaitHeldUp();
                var compared = hashes();
                issued = async(() -> issuing.apply(target));
                // The password was compared, or no password is asked for and the answer is there.
                await().pollInterval(LOOK_EVERY).atMost(PATIENCE).until(() -> hashes() > compared || issued.isDone());
                held.rollback();
            }

            assertThat(changing.join().statusCode()).as(changing.join().body()).isEqualTo(200);
            if (change == Change.DISABLING) {
                // Nothing is good again: until they are enabled the answer is there.
                assertThat(issued.join().statusCode()).isIn(200, 401);
                enable(target, admin);
            }
            var answer = issued.join();
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 401);
            assertThat(good(answer)).as("round %s: what is good", round).isEmpty();
        }
    }

    @Test
    void aSignInThatReadsTheAccountOfSomebodyDisabledIsRefusedEvenIfTheyAreEnabledMeanwhile() {
        var target = newUser();
        var admin = adminToken();
        send(new DisableUser(new UserId(target.id())), Actor.SYSTEM);
        var compared = hashes();

        var signIn = async(() -> logIn(target));
        await().pollInterval(LOOK_EVERY).atMost(PATIENCE).until(() -> hashes() > compared || signIn.isDone());
        enable(target, admin);

        assertThat(signIn.join().statusCode()).isEqualTo(401);
        assertThat(logIn(target).statusCode()).isEqualTo(200);
    }

    @Test
    void aSignInThatMeetsASignOutIsCheckedAnewAndComesAfterIt() throws SQLException {
        var target = newUser();
        CompletableFuture<HttpResponse<String>> signOut;
        CompletableFuture<HttpResponse<String>> signIn;
        try (var held = hold(target)) {
            signOut = async(() -> client().send("DELETE", "/api/auth/session", target.token(), ""));
            awaitHeldUp();
            var compared = hashes();
            signIn = async(() -> logIn(target));
            await().pollInterval(LOOK_EVERY).atMost(PATIENCE).until(() -> hashes() > compared);
            held.rollback();
        }

        assertThat(signOut.join().statusCode()).isEqualTo(200);
        assertThat(signIn.join().statusCode()).isEqualTo(200);
        assertThat(good(signIn.join())).hasSize(2);
        assertThat(callers.find(tokens.verify(target.token()).orElseThrow())).isEmpty();
    }

    /** Each takes from the caller what let them change their own password. */
    static Stream<Function<UserId, UserCommand>> takingAway() {
        return Stream.of(
                SignOutUser::new,
                DisableUser::new,
                RevokeUserApproval::new,
                DeleteUser::new,
                id -> newPassword(id, "eight loud valleys"));
    }

    @ParameterizedTest
    @MethodSource("takingAway")
    void aCommandWhoseCallerLostTheRightAfterTheyWereAskedIsRefused(Function<UserId, UserCommand> takingAway) {
        var target = newUser();
        var id = new UserId(target.id());
        var asked = caller(target);

        send(takingAway.apply(id), Actor.SYSTEM);

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> send(newPassword(id, "nine stolen rivers"), Actor.of(asked)));
        assertThat(logIn(target, "nine stolen rivers").statusCode()).isEqualTo(401);
    }

    @Test
    void anAdminWhoIsOneNoLongerChangesNobodyElse() {
        var admin = newUser();
        var other = newUser();
        var id = new UserId(admin.id());
        send(role(id, BuiltInRole.ADMIN), Actor.SYSTEM);
        var asked = caller(admin);
        send(role(id, BuiltInRole.USER), Actor.SYSTEM);

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> send(new RevokeUserApproval(new UserId(other.id())), Actor.of(asked)))
                .extracting(Rejection::reason)
                .isEqualTo(AccessReason.NOT_ALLOWED);
    }

    @Test
    void aCallerWhoGotARightMeanwhileGoesOn() {
        var target = newUser();
        var id = new UserId(target.id());
        var asked = caller(target);
        send(role(id, BuiltInRole.AUDITOR), Actor.SYSTEM);
        send(new ApproveUser(id), Actor.SYSTEM);

        send(newPassword(id, "ten open roads"), Actor.of(asked));

        assertThat(logIn(target, "ten open roads").statusCode()).isEqualTo(200);
    }

    private Caller caller(Target target) {
        return callers.find(tokens.verify(target.token()).orElseThrow()).orElseThrow();
    }

    private void send(UserCommand command, Actor actor) {
        commands.<UserView>send(command, actor);
    }

    private static ChangeUser newPassword(UserId id, String password) {
        return new ChangeUser(
                id, null, new NewPassword(password), null, Edit.keep(), Edit.keep(), Edit.keep(), null, null);
    }

    private static ChangeUser role(UserId id, BuiltInRole role) {
        return new ChangeUser(id, null, null, null, Edit.keep(), Edit.keep(), Edit.keep(), null, role.id());
    }

    /** Those of the tokens and cookies in the answer that are good. */
    private List<VerifiedToken> good(HttpResponse<String> answer) {
        var token = Optional.of(json(answer).at("/data/data/token").asString(""))
                .filter(text -> !text.isEmpty())
                .flatMap(tokens::verify);
        var cookie = answer.headers().allValues("Set-Cookie").stream()
                .map(COOKIE::matcher)
                .filter(Matcher::find)
                .findFirst()
                .flatMap(found -> tokens.verifyCookie(found.group(1)));
        return Stream.of(token, cookie)
                .flatMap(Optional::stream)
                .filter(given ->
                        callers.find(given).filter(caller -> !caller.disabled()).isPresent())
                .toList();
    }

    private HttpResponse<String> logIn(Target target) {
        return logIn(target, OLD);
    }

    private HttpResponse<String> logIn(Target target, String password) {
        return client().send("POST", "/api/auth/login", null, """
                {"email": "%s", "password": "%s"}""".formatted(target.email(), password));
    }

    private HttpResponse<String> cookie(Target target) {
        return client().send("POST", "/api/auth/session", target.token(), "");
    }

    private void enable(Target target, String admin) {
        var enabled = client().send("PUT", "/api/users/" + target.id() + "/disable", admin, "{\"disabled\": false}");
        assertThat(enabled.statusCode()).as(enabled.body()).isEqualTo(200);
    }

    private Target newUser() {
        var email = UUID.randomUUID() + "@example.org";
        var added = client().send("POST", "/api/users", adminToken(), """
                {"email": "%s", "password": "%s", "name": "Somebody", "approved": true}""".formatted(email, OLD));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        var id = json(added).at("/data/data/id").intValue();
        var signedIn = logIn(new Target(id, email, ""), OLD);
        return new Target(id, email, json(signedIn).at("/data/data/token").stringValue());
    }

    private String adminToken() {
        if (adminToken == null) {
            adminToken = client().adminToken();
        }
        return adminToken;
    }

    // Each from another address, so that no limit of attempts is met.
    private HttpSide client() {
        return new HttpSide(port, "127.0.7." + (1 + clients.getAndIncrement() % 250));
    }

    /** Holds every change of the user up after its append, until the transaction ends. */
    private static Connection hold(Target target) throws SQLException {
        var connection = WriteSide.connections().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement("select from user_claim where user_id = ? for update")) {
            statement.setInt(1, target.id());
            statement.execute();
        }
        return connection;
    }

    private void awaitHeldUp() {
        await().pollInterval(LOOK_EVERY)
                .atMost(PATIENCE)
                .until(() -> jdbc.sql("select exists (select from pg_locks where not granted)")
                        .query(Boolean.class)
                        .single());
    }

    private long hashes() {
        return meters.timer("rollbook.password.hashing").count();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static CompletableFuture<HttpResponse<String>> async(Supplier<HttpResponse<String>> request) {
        return CompletableFuture.supplyAsync(request, Thread::startVirtualThread);
    }
}
