package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.RegisterUser;
import io.rollbook.api.user.UserView;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.UserClaims;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandBus;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Accounts and users that differ, with the local provider: what is seen, and what a repair makes of it. */
class DriftIT extends WithWriteSide {

    private static final NewPassword PASSWORD = new NewPassword("correct horse battery");

    @Autowired
    private DriftCheck check;

    @Autowired
    private DriftRepair repair;

    @Autowired
    private IdentityProvider identity;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private AccountOwners owners;

    @Autowired
    private AccountSettings properties;

    @Autowired
    private ObjectProvider<KnownUsers> users;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private CommandBus bus;

    @Autowired
    private UserClaims claims;

    @Autowired
    private AccountOpening opening;

    @Autowired
    private CommandSender commands;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void anOldAccountWithoutAUserIsRemovedAndItsEmailRegisters() {
        var email = newEmail();
        var uid = strayAccount(email);
        assertThat(check.look().strays()).extracting(Account::uid).contains(uid);
        repair.repair();
        assertThat(check.look().strays()).extracting(Account::uid).contains(uid);

        age(uid);
        repair.repair();

        assertThat(check.look().strays()).extracting(Account::uid).doesNotContain(uid);
        assertThat(register(email)).isNotBlank();
    }

    @Test
    void anOldAccountWithoutAUserKeepsNobodyFromRegistering() {
        var email = newEmail();
        var uid = strayAccount(email);
        age(uid);

        assertThat(register(email)).isNotEqualTo(uid);
    }

    @Test
    void anAccountThatSomebodyElseMadeIsRemovedByARepairOnly() {
        var remote = new EnrolmentsUnderWay(jdbc, true);
        var strays = new StrayAccounts(identity, owners, users, remote, transactions, properties);
        var email = newEmail();
        var uid = strayAccount(email);
        age(uid);
        var account = check.look().strays().stream()
                .filter(stray -> stray.uid().equals(uid))
                .findFirst()
                .orElseThrow();

        assertThat(strays.removeLeftBehind(account)).isFalse();
        assertThat(strays.release(email)).as("its email is not taken from it").isFalse();
        assertThat(strays.remove(account)).isTrue();
    }

    @Test
    void anAccountThatWasBeingMadeForAUserIsKnownToBeLeftBehind() {
        var crashed = new EnrolmentsUnderWay(jdbc, true);
        var strays = new StrayAccounts(
                identity, owners, users, new EnrolmentsUnderWay(jdbc, true), transactions, properties);
        var email = newEmail();
        var uid = UUID.randomUUID().toString();
        crashed.begin(List.of(uid));
        identity.create(new NewAccount(uid, email, new PersonName("Siti"), PASSWORD));
        age(uid);

        assertThat(strays.release(email)).isTrue();

        assertThat(identity.findByEmail(email)).isEmpty();
        assertThat(crashed.madeHere(uid)).as("still kept").isFalse();
    }

    @Test
    void anAccountRemovedWhileItsUserWasBeingAddedIsThereAgain() {
        var email = newEmail();
        var uid = UUID.randomUUID().toString();
        // Another instance, which does not know that this one has stood still.
        var elsewhere = new StrayAccounts(
                identity, owners, users, new EnrolmentsUnderWay(jdbc, false), transactions, properties);

        opening.open(new NewAccount(uid, email, new PersonName("Siti"), PASSWORD), () -> {
            age(uid);
            assertThat(elsewhere.release(email)).isTrue();
            return register(uid, email);
        });

        assertThat(identity.signIn(email.value(), PASSWORD.value())).isPresent();
    }

    @Test
    void anAccountIsNotRemovedWhileItsUserIsBeingAdded() {
        var email = newEmail();
        var uid = strayAccount(email);
        age(uid);
        var account = identity.findByEmail(email).orElseThrow();
        var strays = new StrayAccounts(
                identity, owners, users, new EnrolmentsUnderWay(jdbc, false), transactions, properties);

        var removed = new CompletableFuture<Boolean>();
        // Between the append and the commit.
        var whileAdded = bus.registerHandlerInterceptor((unit, chain) -> {
            var result = chain.proceed();
            unit.onPrepareCommit(work -> {
                removed.completeAsync(() -> strays.remove(account), Thread::startVirtualThread);
                await().until(() -> jdbc.sql("select exists (select from pg_locks where not granted)")
                        .query(Boolean.class)
                        .single());
            });
            return result;
        });
        try {
            register(uid, email);
        } finally {
            whileAdded.close();
        }

        assertThat(removed).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
        assertThat(identity.signIn(email.value(), PASSWORD.value())).isPresent();
    }

    @Test
    void whatDiffersIsSeenAndMendedInFavourOfTheRoll() {
        var email = newEmail();
        var uid = register(email);
        identity.setDisabled(uid, true);
        identity.changeEmail(uid, newEmail());
        assertThat(check.look().disabled()).extracting(Drift.Owned::uid).contains(uid);
        assertThat(check.look().email()).extracting(Drift.Owned::uid).contains(uid);

        assertThat(repair.repair().failed()).isZero();

        assertThat(check.look().allUsersAgree()).isTrue();
        assertThat(identity.signIn(email.value(), PASSWORD.value())).isPresent();
    }

    @Test
    void aUserWithoutAnAccountGetsOneThatNobodyCanSignInWith() {
        var email = newEmail();
        var uid = register(email);
        identity.remove(uid);
        assertThat(check.look().missing()).extracting(Drift.Owned::uid).contains(uid);

        assertThat(repair.repair().failed()).isZero();

        assertThat(check.look().missing()).isEmpty();
        assertThat(identity.findByEmail(email)).map(Account::uid).contains(uid);
        assertThat(identity.signIn(email.value(), PASSWORD.value())).isEmpty();
    }

    private String register(EmailAddress email) {
        var uid = enrolment
                .register(new PersonName("Siti"), email, PASSWORD)
                .view()
                .uid();
        return String.valueOf(uid);
    }

    private CommandResult<UserView> register(String uid, EmailAddress email) {
        var id = claims.nextId();
        return commands.send(new RegisterUser(id, uid, email, new PersonName("Siti")), Actor.ANONYMOUS);
    }

    private String strayAccount(EmailAddress email) {
        var uid = UUID.randomUUID().toString();
        identity.create(new NewAccount(uid, email, new PersonName("Siti"), PASSWORD));
        return uid;
    }

    private void age(String uid) {
        jdbc.sql("update local_account set created_at = now() - interval '2 minutes' where uid = :uid")
                .param("uid", uid)
                .update();
    }

    private static EmailAddress newEmail() {
        return new EmailAddress(UUID.randomUUID() + "@rollbook.test");
    }
}
