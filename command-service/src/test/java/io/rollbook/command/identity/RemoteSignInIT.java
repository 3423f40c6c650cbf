package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.EnableUser;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserCommand;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserView;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.user.Enrolment;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.Registration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signing in at a provider whose tokens say only when they were given, in whole seconds, while the user changes: whatever was
 * handed out before a change is older than the change, however long the change took.
 */
@Tag("thorough")
class RemoteSignInIT extends WithWriteSide {

    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final String OLD = "correct horse battery";
    private static final NewPassword NEW = new NewPassword("eight loud valleys");

    @Autowired
    private CommandBus bus;

    @Autowired
    private CommandSender commands;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private Callers callers;

    @Autowired
    private KnownUsers users;

    @Autowired
    private JdbcClient jdbc;

    private final TransactionTemplate transaction;
    private final Provider provider = new Provider();
    private final List<Registration> interceptors = new ArrayList<>();

    @Autowired
    RemoteSignInIT(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    @AfterEach
    void leaveTheBusAsItWas() {
        interceptors.forEach(Registration::close);
    }

    @Test
    void aChangeThatHadToWaitForASignInIsLaterThanItsToken() {
        interceptors.add(bus.registerHandlerInterceptor(new RemoteOrder(callers)));
        var user = register();
        var uid = callers.uidOf(user);
        CompletableFuture<Void> disabling = transaction.execute(running -> {
            // As a sign-in of the same user that is a moment ahead.
            callers.findSettled(new VerifiedToken(uid, null, Instant.now(), SessionId.random(), Instant.MAX));
            var begun = async(() -> send(new DisableUser(user)));
            awaitHeldUp();
            awaitNextSecond();
            provider.signsIn(uid, Instant.now());
            return begun;
        });
        assertThat(disabling).isNotNull();
        disabling.join();
        send(new EnableUser(user));

        assertThat(callers.find(provider.given())).isEmpty();
    }

    @Test
    void aSignInThatMeetsADisablingWaitsForItAndIsRefused() {
        var user = register();
        var known = users.find(user);
        provider.signsIn(callers.uidOf(user), Instant.now().plusSeconds(1));
        var appended = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        interceptors.add(bus.registerHandlerInterceptor(new RemoteOrder(callers)));
        interceptors.add(bus.registerHandlerInterceptor((unit, chain) -> {
            var result = chain.proceed();
            unit.onPrepareCommit(work -> {
                appended.countDown();
                await(commit);
            });
            return result;
        }));
        var disabling = async(() -> send(new DisableUser(user)));
        await(appended);

        var signingIn = async(
                () -> new SignIn(provider.identity(), callers, id -> known, provider).with("anybody@example.org", OLD));
        awaitHeldUp();
        commit.countDown();

        disabling.join();
        assertThatThrownBy(signingIn::join)
                .hasCauseInstanceOf(Rejection.class)
                .hasMessageContaining("email or password is wrong");
    }

    @Test
    void aSignInOfTheVerySecondOfASignOutIsTriedAgainInTheNext() {
        var user = register();
        send(new SignOutUser(user));
        provider.signsInNow(callers.uidOf(user));

        var signedIn = signIn().with("anybody@example.org", OLD);

        assertThat(callers.find(signedIn.verified())).isPresent();
    }

    @Test
    void theEventOfANewPasswordIsLaterThanTheProvidersTakingIt() {
        interceptors.add(bus.registerHandlerInterceptor(new PasswordChange(provider.identity(), callers, true)));
        var user = register();
        // The old password is good there until it has the new one.
        provider.onNewPassword = () -> {
            awaitNextSecond();
            provider.signsIn(callers.uidOf(user), Instant.now());
        };

        send(password(user, null));

        assertThat(provider.newPasswords).containsExactly(NEW.value());
        assertThat(jdbc.sql("select count(*) from domain_event where aggregate_id = :id and payload_type = :type")
                        .param("id", user.toString())
                        .param("type", "user.password-changed")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(callers.find(provider.given())).isEmpty();
    }

    @Test
    void aChangeThatIsRefusedHandsNoPasswordOver() {
        interceptors.add(bus.registerHandlerInterceptor(new PasswordChange(provider.identity(), callers, true)));
        var user = register();
        var taken = new EmailAddress(users.find(register()).view().email());

        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> send(password(user, taken)));

        assertThat(provider.newPasswords).isEmpty();
    }

    private SignIn signIn() {
        return new SignIn(provider.identity(), callers, users, provider);
    }

    private UserId register() {
        var email = new EmailAddress(UUID.randomUUID() + "@rollbook.test");
        return new UserId(enrolment
                .register(new PersonName("Siti"), email, new NewPassword(OLD))
                .view()
                .id());
    }

    private void send(UserCommand command) {
        commands.<UserView>send(command, Actor.SYSTEM);
    }

    private static ChangeUser password(UserId user, @Nullable EmailAddress email) {
        return new ChangeUser(user, email, NEW, null, Edit.keep(), Edit.keep(), Edit.keep(), null, null);
    }

    private static CompletableFuture<Void> async(Runnable action) {
        return CompletableFuture.runAsync(action, Thread::startVirtualThread);
    }

    private void awaitHeldUp() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> jdbc.sql("select exists (select from pg_locks where not granted)")
                        .query(Boolean.class)
                        .single());
    }

    // The clock's next second, so that two times of a token differ.
    private static void awaitNextSecond() {
        var second = Instant.now().getEpochSecond();
        Awaitility.await().atMost(PATIENCE).until(() -> Instant.now().getEpochSecond() > second);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A provider where every password is right, and the verifier of what it gives. */
    private static final class Provider implements TokenVerifier {

        private final List<String> newPasswords = new ArrayList<>();
        private Supplier<VerifiedToken> gives =
                () -> new VerifiedToken("nobody", null, Instant.now(), SessionId.random(), Instant.MAX);
        private Runnable onNewPassword = () -> {};

        void signsIn(String uid, Instant at) {
            gives = () -> new VerifiedToken(uid, null, at, SessionId.random(), Instant.MAX);
        }

        void signsInNow(String uid) {
            gives = () -> new VerifiedToken(uid, null, Instant.now(), SessionId.random(), Instant.MAX);
        }

        VerifiedToken given() {
            return gives.get();
        }

        IdentityProvider identity() {
            return (IdentityProvider) Proxy.newProxyInstance(
                    IdentityProvider.class.getClassLoader(),
                    new Class<?>[] {IdentityProvider.class},
                    (proxy, method, arguments) -> call(method.getName(), arguments));
        }

        private @Nullable Object call(String method, Object[] arguments) {
            return switch (method) {
                case "signIn" ->
                    Optional.of(new AccountSignIn(
                            given().uid(),
                            new SessionToken("token", Instant.now().plusSeconds(60)),
                            null));
                case "issue" -> ((AccountSignIn) arguments[0]).token();
                case "prepare" -> new PreparedPassword(((NewPassword) arguments[0]).value());
                case "changePassword" -> {
                    newPasswords.add(((PreparedPassword) arguments[1]).kept());
                    onNewPassword.run();
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method);
            };
        }

        @Override
        public Optional<VerifiedToken> verify(String token) {
            return Optional.of(given());
        }

        @Override
        public Optional<VerifiedToken> verifyCookie(String cookie) {
            return Optional.empty();
        }
    }
}
