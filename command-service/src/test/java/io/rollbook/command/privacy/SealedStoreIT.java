package io.rollbook.command.privacy;

import static io.rollbook.command.RejectedWith.rejectedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.WriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.PersonKey.Erased;
import io.rollbook.command.store.PersonKey.Known;
import io.rollbook.command.store.PersonKey.Missing;
import io.rollbook.command.user.UserClaims;
import io.rollbook.personal.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Personal data lies in the store sealed, and is read as long as the person's key is there. */
class SealedStoreIT extends WithWriteSide {

    private static final String NIP = "198765432109876543";

    @Autowired
    private CommandSender commands;

    @Autowired
    private UserClaims claims;

    @Autowired
    private KnownUsers users;

    @Autowired
    private AggregateCache cache;

    @Autowired
    private DataKeys keys;

    @Autowired
    private Erasures erasures;

    @Autowired
    private KeyRing ring;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void aRowHoldsNothingPersonalAndAnAggregateReadsIt() {
        var user = add("Sealed.One@example.org");
        commands.send(
                new ChangeUser(
                        user,
                        new EmailAddress("sealed.two@example.org"),
                        null,
                        new PersonName("Sri Wahyuni"),
                        Edit.keep(),
                        Edit.keep(),
                        Edit.keep(),
                        null,
                        null),
                Actor.SYSTEM);

        assertThat(rowsOf(user))
                .contains("sealed")
                .doesNotContainIgnoringCase("sealed.one")
                .doesNotContainIgnoringCase("sealed.two")
                .doesNotContain("Dewi", "Lestari", "Wahyuni", NIP, "Archivist", "\"P\"");
        assertThat(loaded(user))
                .extracting(UserView::email, UserView::name, UserView::nip, UserView::gender, UserView::jabatan)
                .containsExactly("sealed.two@example.org", "Sri Wahyuni", NIP, Gender.P, "Archivist of the Sealed");
    }

    @Test
    void eachPersonHasAKeyOfTheirOwn() {
        var one = add("own-key.one@example.org");
        var other = add("own-key.other@example.org");

        assertThat(keys.fingerprint(one)).isPresent().isNotEqualTo(keys.fingerprint(other));
    }

    @Test
    void aKeyWhoseEventWasRefusedIsNowhere() {
        add("taken-with-key@example.org");
        var refused = claims.nextId();

        var refusal = catchThrowable(() -> commands.send(adding(refused, "taken-with-key@example.org"), Actor.SYSTEM));

        assertThat(refusal, rejectedWith(UserReason.EMAIL_TAKEN));
        assertThat(refusal).isInstanceOf(Rejection.class);
        assertThat(keys.find(refused.toString())).isEqualTo(new Missing());
    }

    @Test
    void ofAnErasedPersonNothingIsLeft() {
        var user = add("erased@example.org");

        erase(user);

        assertThat(keys.find(user.toString())).isEqualTo(new Erased());
        assertThat(keys.fingerprint(user)).isEmpty();
        assertNothingPersonal(loaded(user));
    }

    @Test
    void anErasureThatIsRolledBackDestroysNothing() {
        var user = add("not-erased@example.org");

        transaction.executeWithoutResult(status -> {
            keys.destroy(user);
            status.setRollbackOnly();
        });

        assertThat(keys.find(user.toString())).isInstanceOf(Known.class);
        assertThat(loaded(user).email()).isEqualTo("not-erased@example.org");
    }

    @Test
    void whatWasStoredBeforeItWasMarkedIsReadAndForgottenTheSame() {
        var user = claims.nextId();
        jdbc.sql("""
                        insert into domain_event (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
                                                  payload_type, revision, payload, metadata)
                        values (:event, 'User', :user, 0, now(), 'user.registered', '1', :payload::json, '{}')
                        """)
                .param("event", "plain-" + user)
                .param("user", user.toString())
                .param("payload", """
                        {"id":%s,"uid":"plain-%s","email":"plain@example.org","name":"Plain","role":3}
                        """.formatted(user.value(), user.value()))
                .update();

        assertThat(loaded(user))
                .extracting(UserView::email, UserView::name)
                .containsExactly("plain@example.org", "Plain");

        erase(user);

        assertNothingPersonal(loaded(user));
    }

    @Test
    void aKeyThatIsLostIsAFaultAndNoErasure() {
        var user = add("lost@example.org");
        var wrapped = jdbc.sql("delete from data_key where user_id = ? returning wrapped")
                .param(user.value())
                .query(String.class)
                .single();
        keys.drop(user.toString());
        try {
            assertThatThrownBy(() -> loaded(user))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the key of %s is lost", user);
        } finally {
            jdbc.sql("insert into data_key (user_id, wrapped) values (?, ?)")
                    .params(user.value(), wrapped)
                    .update();
        }

        assertThat(loaded(user).email()).isEqualTo("lost@example.org");
    }

    @Test
    void whoIsErasedGetsNoKeyAgain() {
        var user = add("erased-for-ever@example.org");
        erase(user);

        assertThatIllegalStateException()
                .isThrownBy(() -> transaction.execute(status -> keys.toSeal(user.toString())))
                .withMessage(user + " is erased");
        assertThat(keys.find(user.toString())).isEqualTo(new Erased());
    }

    @Test
    void nothingBeginsOfWhoIsErased() {
        var user = claims.nextId();
        erasures.keep(certificate(user));

        assertThatThrownBy(() -> commands.send(adding(user, "erased-before@example.org"), Actor.SYSTEM))
                .hasStackTraceContaining("data_key");

        assertThat(jdbc.sql("select count(*) from domain_event where aggregate_id = ?")
                        .param(user.toString())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(keys.find(user.toString())).isEqualTo(new Erased());
    }

    @Test
    void theKeyIsStoredWithTheFirstEventAndOnlyWithIt() {
        var user = add("first-key@example.org");
        var stored = keys.wrapped(List.of(user.toString()));

        commands.send(new ApproveUser(user), Actor.SYSTEM);
        keys.drop(user.toString());

        assertThat(stored).containsOnlyKeys(user.toString());
        assertThat(keys.wrapped(List.of(user.toString()))).isEqualTo(stored);
        assertThat(users.find(user).view().email()).isEqualTo("first-key@example.org");
    }

    @Test
    void whatIsReadWhileAKeyIsDestroyedIsNotRemembered() {
        var user = add("read-meanwhile@example.org");
        keys.drop(user.toString());

        transaction.executeWithoutResult(status -> {
            assertThat(keys.find(user.toString())).isInstanceOf(Known.class);
            keys.drop(user.toString());
        });
        erasures.keep(certificate(user));

        assertThat(keys.find(user.toString())).isEqualTo(new Erased());
    }

    @Test
    void aKeyThatAnotherInstanceDestroyedIsForgottenHere() {
        var user = add("erased-elsewhere@example.org");
        assertThat(users.find(user).view().email()).isEqualTo("erased-elsewhere@example.org");

        var connections = WriteSide.connections();
        var settings = new Properties();
        settings.setProperty("stringtype", "unspecified");
        connections.setConnectionProperties(settings);
        var elsewhere = JdbcClient.create(connections);
        new Erasures(elsewhere, new DataKeys(elsewhere, ring), new DataSourceTransactionManager(connections))
                .restore(certificate(user));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(keys.find(user.toString())).isEqualTo(new Erased()));
        await().atMost(Duration.ofSeconds(20)).until(() -> !cache.containsKey(user.toString()));
        assertNothingPersonal(users.find(user).view());
    }

    private UserId add(String email) {
        var user = claims.nextId();
        commands.send(adding(user, email), Actor.SYSTEM);
        return user;
    }

    private static AddUser adding(UserId user, String email) {
        return new AddUser(
                user,
                "uid-of-" + user,
                new EmailAddress(email),
                new PersonName("Dewi Lestari"),
                new Nip(NIP),
                Gender.P,
                new JobTitle("Archivist of the Sealed"),
                false,
                BuiltInRole.USER.id());
    }

    private static UserErased certificate(UserId user) {
        return new UserErased(user, "user-1", Instant.EPOCH, "asked for by letter", 1, null);
    }

    private void erase(UserId user) {
        transaction.executeWithoutResult(status -> {
            keys.destroy(user);
            erasures.keep(certificate(user));
        });
    }

    private UserView loaded(UserId user) {
        cache.remove(user.toString());
        return users.find(user).view();
    }

    private String rowsOf(UserId user) {
        return String.join(
                "\n",
                jdbc.sql("select e::text from domain_event e where aggregate_id = ?")
                        .param(user.toString())
                        .query(String.class)
                        .list());
    }

    private static void assertNothingPersonal(UserView user) {
        assertThat(user)
                .extracting(UserView::email, UserView::name, UserView::nip, UserView::gender, UserView::jabatan)
                .containsExactly("", "", null, null, null);
    }
}
