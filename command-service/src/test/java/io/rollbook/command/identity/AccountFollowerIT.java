package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserSignedOut;
import io.rollbook.api.user.UserView;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.user.Enrolment;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts at a provider that is away, refuses or is slow follow their users all the same, over the real store. */
class AccountFollowerIT extends WithWriteSide {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CALLS_PER_SECOND = 20;
    private static final Duration SHORTEST_GAP = Duration.ofSeconds(1).dividedBy(CALLS_PER_SECOND);
    private static final int ATTEMPTS = 2;

    @Autowired
    private AccountOwners owners;

    @Autowired
    private ObjectProvider<KnownUsers> users;

    @Autowired
    private ClusterLock clusterLock;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private CommandSender commands;

    @Autowired
    private DriftCheck drift;

    @Autowired
    private EmailIndex emails;

    @Autowired
    private JdbcClient jdbc;

    private final Provider provider = new Provider();
    private final List<AccountFollower> followers = new ArrayList<>();
    private final AccountChanges changes;
    private final TransactionTemplate transaction;
    private final WhenUserChangedThenAccountFollows automation;

    @Autowired
    AccountFollowerIT(PlatformTransactionManager transactions, AccountChanges changes) {
        this.changes = changes;
        this.transaction = new TransactionTemplate(transactions);
        this.automation = new WhenUserChangedThenAccountFollows(changes);
    }

    @BeforeEach
    void startWithNothingToFollow() {
        jdbc.sql("delete from account_change").update();
    }

    @AfterEach
    void stop() {
        followers.forEach(AccountFollower::stop);
        jdbc.sql("delete from account_change").update();
    }

    @Test
    void theAccountBecomesWhatTheUserIs() {
        var user = register();
        disabled(user);

        start();

        await().atMost(PATIENCE).until(() -> changes.all().isEmpty());
        assertThat(provider.calls).containsExactly("follow " + user.uid());
    }

    @Test
    void aDutyIsKeptWithItsEventOrNotAtAll() {
        var user = register();

        assertThatThrownBy(() -> transaction.executeWithoutResult(running -> {
                    automation.on(new UserDisabled(id(user)), 1, Instant.now());
                    throw new IllegalStateException("the append fails");
                }))
                .hasMessage("the append fails");

        assertThat(changes.all()).isEmpty();
    }

    @Test
    void aProviderThatIsAwayIsAskedAgainUntilItIsBack() {
        var user = register();
        provider.away(user, 1);
        disabled(user);

        start();

        await().atMost(PATIENCE).until(() -> changes.all().isEmpty());
        assertThat(provider.calls).containsExactly("follow " + user.uid(), "follow " + user.uid());
    }

    @Test
    void whatFailsTooOftenIsADeadLetterThatHoldsUpNobodyAndCanBeRetried() {
        var failing = register();
        var other = register();
        provider.away(failing, ATTEMPTS);
        disabled(failing);
        disabled(other);
        start();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(drift.report().deadLetters())
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.uid()).isEqualTo(failing.uid());
                            assertThat(letter.event()).isEqualTo("user.disabled");
                            assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
                            assertThat(letter.reason()).isEqualTo("away");
                            assertThat(letter.deadSince()).isNotNull();
                        }));
        assertThat(provider.calls).contains("follow " + other.uid());

        changes.retryFailed();

        await().atMost(PATIENCE).until(() -> changes.all().isEmpty());
        assertThat(provider.calls.getLast()).isEqualTo("follow " + failing.uid());
    }

    @Test
    void noTwoCallsAreCloserThanTheProviderAllows() {
        var people = List.of(register(), register(), register());
        people.forEach(this::signedOut);

        start();

        await().atMost(PATIENCE).until(() -> changes.all().isEmpty());
        assertThat(provider.times).hasSize(2 * people.size());
        for (var i = 1; i < provider.times.size(); i++) {
            assertThat(Duration.ofNanos(provider.times.get(i) - provider.times.get(i - 1)))
                    .isGreaterThanOrEqualTo(SHORTEST_GAP.minusMillis(5));
        }
    }

    @Test
    void twoInstancesDoNotDoTheSameTwice() {
        var people = List.of(register(), register(), register(), register());
        people.forEach(this::disabled);

        start();
        start();

        await().atMost(PATIENCE).until(() -> changes.all().isEmpty());
        assertThat(provider.calls)
                .containsExactlyInAnyOrderElementsOf(
                        people.stream().map(user -> "follow " + user.uid()).toList());
    }

    @Test
    void whatAnInstanceDiedOverIsTakenUpByAnother() {
        var user = register();
        disabled(user);
        assertThat(changes.takeDue()).isPresent();
        assertThat(changes.takeDue()).as("leased to the one that died").isEmpty();
        jdbc.sql("update account_change set next_attempt_at = now()").update();

        start();

        await().atMost(PATIENCE).until(() -> changes.all().isEmpty());
        assertThat(provider.calls).containsExactly("follow " + user.uid());
    }

    @Test
    void whoeverSignsInBeforeTheirAccountHasFollowedDoesNotWait() {
        var user = register();
        disabled(user);
        var follower = follower();

        assertThat(follower.settle(emails.of(user.email()))).isTrue();

        assertThat(changes.all()).isEmpty();
        assertThat(follower.settle(emails.of(user.email()))).isFalse();
    }

    @Test
    void whoeverIsErasedHasNoAccountAfterwardsEvenIfTheirDeletionCouldNotRemoveIt() {
        var user = register();
        commands.send(new DeleteUser(id(user)), Actor.SYSTEM);
        transaction.executeWithoutResult(running -> automation.on(erased(user), 2, Instant.now()));

        start();

        await().atMost(PATIENCE).until(() -> changes.all().isEmpty());
        assertThat(provider.calls).containsExactly("remove " + user.uid());
    }

    private static UserErased erased(UserView user) {
        return new UserErased(id(user), "user-1", Instant.now(), "asked for by letter", 2, null);
    }

    private void start() {
        var follower = follower();
        followers.add(follower);
        follower.start();
    }

    private AccountFollower follower() {
        var properties = new AccountSettings(
                Duration.ofMinutes(1), Duration.ofMinutes(10), ATTEMPTS, Duration.ofMinutes(10), CALLS_PER_SECOND);
        return new AccountFollower(changes, provider, owners, users, clusterLock, properties);
    }

    private void disabled(UserView user) {
        transaction.executeWithoutResult(running -> automation.on(new UserDisabled(id(user)), 1, Instant.now()));
    }

    private void signedOut(UserView user) {
        transaction.executeWithoutResult(running -> automation.on(new UserSignedOut(id(user)), 1, Instant.now()));
    }

    private UserView register() {
        var email = new EmailAddress(UUID.randomUUID() + "@rollbook.test");
        return enrolment
                .register(new PersonName("Siti"), email, new NewPassword("correct horse battery"))
                .view();
    }

    private static UserId id(UserView user) {
        return new UserId(user.id());
    }

    /** A provider that is away for some accounts, a number of times each. */
    private static final class Provider implements RemoteAccounts {

        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> times = Collections.synchronizedList(new ArrayList<>());
        private final ConcurrentHashMap<String, AtomicInteger> away = new ConcurrentHashMap<>();

        void away(UserView user, int times) {
            away.put(String.valueOf(user.uid()), new AtomicInteger(times));
        }

        @Override
        public void follow(String uid, UserView user) {
            called("follow " + uid);
            var left = away.get(uid);
            if (left != null && left.getAndDecrement() > 0) {
                throw new Unavailable("away", Duration.ofSeconds(1));
            }
        }

        @Override
        public void remove(String uid) {
            called("remove " + uid);
        }

        @Override
        public void revoke(String uid) {
            called("revoke " + uid);
        }

        private void called(String call) {
            times.add(System.nanoTime());
            calls.add(call);
        }
    }
}
