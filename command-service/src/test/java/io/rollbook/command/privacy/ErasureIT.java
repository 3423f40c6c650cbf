package io.rollbook.command.privacy;

import static io.rollbook.command.RejectedWith.rejectedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.MatcherAssert.assertThat;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.identity.Callers;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.PersonKey.Erased;
import io.rollbook.command.store.PersonKey.Known;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import io.rollbook.command.user.UserClaims;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erasing over the real store: what is gone, and what stays. */
class ErasureIT extends WithWriteSide {

    private static final Actor ADMIN = new Actor("user-1", true);
    private static final ErasureReason REASON = new ErasureReason("asked for by letter of 3 March");
    private static final String NIP = "198001012005011001";

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private CommandSender commands;

    @Autowired
    private Eraser eraser;

    @Autowired
    private DataKeys keys;

    @Autowired
    private Erasures erasures;

    @Autowired
    private UserClaims claims;

    @Autowired
    private Callers callers;

    @Autowired
    private AggregateCache aggregates;

    @Autowired
    private EventStore store;

    @Autowired
    private JdbcClient jdbc;

    private final EmailAddress email = new EmailAddress(UUID.randomUUID() + "@rollbook.test");

    @Test
    void destroysTheKeyAndCertifiesIt() {
        var user = deleted();
        var fingerprint = keys.fingerprint(user).orElseThrow();
        var before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        var certificate = erase(user).view();

        assertThat(certificate)
                .isEqualTo(new UserErased(user, "user-1", certificate.at(), REASON.value(), 3, fingerprint));
        assertThat(certificate.at()).isBetween(before, Instant.now());
        assertThat(erasures.find(user)).contains(certificate);
        assertThat(keys.find(user.toString())).isEqualTo(new Erased());
        assertThat(keys.fingerprint(user)).isEmpty();
        assertThat(rows("data_key", user)).isZero();
    }

    @Test
    void leavesTheEventsWithoutWhatTheyToldOfThePerson() {
        var user = deleted();

        erase(user);

        var events = store.readEvents(user.toString())
                .asStream()
                .map(DomainEventMessage::getPayload)
                .toList();
        assertThat(events).hasSize(4);
        assertThat(events.getFirst()).isInstanceOfSatisfying(UserAdded.class, added -> {
            assertThat(added)
                    .extracting("email", "name", "nip", "gender", "jabatan")
                    .containsOnlyNulls();
            assertThat(added.role()).isEqualTo(BuiltInRole.USER.id());
        });
        assertThat(aggregates.containsKey(user.toString())).isFalse();
    }

    @Test
    void removesTheAccountAndFreesTheEmail() {
        var user = added();
        var uid = callers.uidOf(user);

        CommandResult<UserErased> recorded = eraser.erase(user, REASON, true, ADMIN, IfMatch.ANY);

        assertThat(recorded.view().events()).isEqualTo(3);
        assertThat(accounts(uid)).isZero();
        assertThat(claims.isTaken(email)).isFalse();
        assertThat(added()).isNotEqualTo(user);
    }

    @Test
    void removesAnAccountThatIsThereAgain() {
        var user = deleted();
        var uid = callers.uidOf(user);
        jdbc.sql("insert into local_account (uid, email_key, password_hash) values (:uid, :uid, 'x')")
                .param("uid", uid)
                .update();

        erase(user);

        assertThat(accounts(uid)).isZero();
    }

    @RepeatedTest(10)
    void theCertificateCountsEveryEventEvenIfTheUserIsChangedMeanwhile() throws Exception {
        var user = added();

        UserErased certificate;
        var changing = Executors.newSingleThreadExecutor();
        try {
            var changes = changing.submit(() -> {
                for (var number = 0; !Thread.interrupted(); number++) {
                    rename(user, number % 2 == 0 ? "Budi" : "Budi Santoso");
                    LockSupport.parkNanos(Duration.ofMillis(40 + number % 40).toNanos());
                }
            });
            certificate = eraser.erase(user, REASON, true, ADMIN, IfMatch.ANY).view();
            assertThatThrownBy(() -> changes.get(10, TimeUnit.SECONDS))
                    .cause()
                    .satisfies(e -> assertThat(e, rejectedWith(UserReason.NOT_FOUND)));
        } finally {
            changing.shutdownNow();
        }

        assertThat(store.readEvents(user.toString()).asStream())
                .filteredOn(event -> event.getPayload() instanceof UserErased)
                .singleElement()
                .satisfies(event -> assertThat(event.getSequenceNumber()).isEqualTo(certificate.events()));
    }

    @Test
    void aRetryAnswersTheSameAndAppendsNothing() {
        var user = deleted();
        var first = erase(user);

        CommandResult<UserErased> second =
                eraser.erase(user, new ErasureReason("another"), true, Actor.SYSTEM, IfMatch.ANY);

        assertThat(second).isEqualTo(new CommandResult<>(first.view(), first.token(), false));
    }

    @Test
    void whoeverIsStillOnTheRollIsRefused() {
        var user = added();

        assertThatThrownBy(() -> erase(user)).satisfies(e -> assertThat(e, rejectedWith(UserReason.NOT_DELETED)));

        assertThat(keys.find(user.toString())).isInstanceOf(Known.class);
        assertThat(erasures.find(user)).isEmpty();
    }

    @Test
    void anErasureThatIsRefusedDestroysNothing() {
        var admin = new UserId(1);

        assertThatThrownBy(() -> eraser.erase(admin, REASON, true, ADMIN, IfMatch.ANY))
                .satisfies(e -> assertThat(e, rejectedWith(UserReason.LAST_ADMIN)));

        assertThat(keys.find(admin.toString())).isInstanceOf(Known.class);
        assertThat(erasures.find(admin)).isEmpty();
    }

    @Test
    void whoeverNeverWasIsNotFound() {
        var nobody = new UserId(999_999);

        assertThatThrownBy(() -> erase(nobody)).satisfies(e -> assertThat(e, rejectedWith(UserReason.NOT_FOUND)));
    }

    @Test
    void nothingElseCanBeDoneWithWhoeverIsErased() {
        var user = deleted();
        erase(user);

        assertThatThrownBy(() -> commands.send(new ApproveUser(user), ADMIN))
                .satisfies(e -> assertThat(e, rejectedWith(UserReason.NOT_FOUND)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Budi  SANTOSO asked",
                "was 'budi utomo' once",
                "NIP 198001012005011001",
                "mail from %s",
                "Budi\u00a0Santoso asked",
                "Budi\u3000\u2009Santoso asked",
                "ＢＵＤＩ Santoso asked",
                "Bu\u00addi Santoso asked",
                "NIP １98001012005011001"
            })
    void aReasonThatNamesThePersonIsRefusedWithoutRepeatingIt(String reason) {
        var user = added();
        rename(user, "Budi Utomo");
        rename(user, "Budi Prakoso");
        commands.send(new DeleteUser(user), ADMIN);

        assertThatThrownBy(() -> eraser.erase(
                        user, new ErasureReason(reason.formatted(email.value())), false, ADMIN, IfMatch.ANY))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("reason must not contain the person's name, email or NIP: it is kept for ever");

        assertThat(erasures.find(user)).isEmpty();
    }

    @Test
    void aReasonWithAPartOfALongerWordIsFine() {
        var user = added();
        rename(user, "Let");
        commands.send(new DeleteUser(user), ADMIN);

        assertThat(erase(user).changed()).isTrue();
    }

    @Test
    void aHistoryFromBeforeTheErasureGetsTheCertificateThereIs() {
        var user = deleted();
        var known = new UserErased(user, "user-4", Instant.parse("2026-03-01T10:15:30Z"), "as before", 9, "abc");
        erasures.keep(known);

        assertThat(erase(user).view()).isEqualTo(known);

        assertThat(keys.find(user.toString())).isEqualTo(new Erased());
    }

    private CommandResult<UserErased> erase(UserId user) {
        return eraser.erase(user, REASON, false, ADMIN, IfMatch.ANY);
    }

    private UserId deleted() {
        var user = added();
        commands.send(new DeleteUser(user), ADMIN);
        return user;
    }

    private UserId added() {
        var user = new NewUser(
                email,
                new PersonName("Budi Santoso"),
                new Nip(NIP),
                Gender.L,
                new JobTitle("Analis"),
                true,
                BuiltInRole.USER.id());
        return new UserId(enrolment
                .add(user, new NewPassword("a long enough secret"), Actor.SYSTEM)
                .view()
                .id());
    }

    private void rename(UserId user, String name) {
        commands.send(
                new ChangeUser(
                        user, null, null, new PersonName(name), Edit.keep(), Edit.keep(), Edit.keep(), null, null),
                ADMIN);
    }

    private long rows(String table, UserId user) {
        return jdbc.sql("select count(*) from " + table + " where user_id = :user")
                .param("user", user.value())
                .query(Long.class)
                .single();
    }

    private long accounts(String uid) {
        return jdbc.sql("select count(*) from local_account where uid = :uid")
                .param("uid", uid)
                .query(Long.class)
                .single();
    }
}
