package io.rollbook.command.user;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.UserId;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.identity.Callers;
import io.rollbook.command.identity.DriftCheck;
import io.rollbook.command.identity.DriftReport;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.command.user.ImportOutcome.Kind;
import io.rollbook.web.envelope.Unavailable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What can come between the lines of an import and the roll. */
class UserImportIT extends WithWriteSide {

    @Autowired
    private UserImport imports;

    @Autowired
    private CommandSender commands;

    @Autowired
    private Callers callers;

    @Autowired
    private DriftCheck drift;

    @Autowired
    private EmailIndex emails;

    @Autowired
    private DataSource connections;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void whoIsAddedElsewhereAtTheSameMomentCostsOnlyTheirLine() throws SQLException {
        var lines = people(20);
        var rival = email(lines.get(13));
        CompletableFuture<List<ImportOutcome>> outcomes;
        try (var connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try (var claim = connection.prepareStatement("""
                    insert into user_claim (user_id, uid, email_key, role_id, approved, disabled, deleted)
                    values (nextval('user_id_seq'), ?, ?, 3, false, false, false)
                    """)) {
                claim.setString(1, UUID.randomUUID().toString());
                claim.setString(2, emails.of(rival));
                claim.executeUpdate();
            }
            outcomes = CompletableFuture.supplyAsync(() -> run(newId(), lines, Actor.SYSTEM));
            await("the import meets the rival").until(this::somebodyWaits);
            connection.commit();
        }

        var told = outcomes.join();

        assertThat(told).extracting(ImportOutcome::line).isSorted().hasSize(20);
        assertThat(told)
                .filteredOn(outcome -> outcome.outcome() == Kind.REFUSED)
                .extracting(ImportOutcome::line)
                .containsExactly(14);
        assertThat(told.get(13).errors()).extracting(Object::toString).containsExactly("email is already registered");
        assertThat(accounts(lines)).isEqualTo(19);
        jdbc.sql("delete from user_claim where email_key = :email")
                .param("email", emails.of(rival))
                .update();
    }

    @Test
    void whatBrokeOffBeforeTheEventsIsDoneTheNextTime() {
        var id = newId();
        var lines = people(5);
        jdbc.sql("alter table data_key rename to data_key_away").update();
        try {
            assertThatThrownBy(() -> run(id, lines, Actor.SYSTEM)).isInstanceOf(RuntimeException.class);
        } finally {
            jdbc.sql("alter table data_key_away rename to data_key").update();
        }
        assertThat(accounts(lines)).as("left behind").isEqualTo(5);

        assertThat(run(id, lines, Actor.SYSTEM))
                .extracting(ImportOutcome::outcome)
                .containsOnly(Kind.ADDED)
                .hasSize(5);
        assertThat(accounts(lines)).isEqualTo(5);
    }

    @Test
    void anAdminWhoIsOneNoMoreAddsNobodyElse() {
        var admin =
                added(new NewUser(newEmail(), new PersonName("Ani"), null, null, null, true, BuiltInRole.ADMIN.id()));
        var self = Actor.of(callers.findByUid(callers.uidOf(admin)).orElseThrow());
        var lines = people(UserImport.AT_ONCE + 1);
        var id = newId();
        var told = new ArrayList<ImportOutcome>();

        assertThatThrownBy(() -> imports.run(id, lines, self, some -> {
                    told.addAll(some);
                    commands.send(new RevokeUserApproval(admin), Actor.SYSTEM);
                }))
                .isInstanceOf(Rejection.class);

        assertThat(told)
                .hasSize(UserImport.AT_ONCE)
                .extracting(ImportOutcome::outcome)
                .containsOnly(Kind.ADDED);
        assertThat(run(id, lines, Actor.SYSTEM))
                .filteredOn(outcome -> outcome.outcome() == Kind.ADDED)
                .hasSize(1);
        commands.send(new DeleteUser(admin), Actor.SYSTEM);
    }

    @Test
    void oneImportIsNotUnderWayTwice() {
        var id = newId();
        var lines = people(2);

        imports.run(
                id,
                lines,
                Actor.SYSTEM,
                some -> assertThatThrownBy(() -> run(id, lines, Actor.SYSTEM)).isInstanceOf(Unavailable.class));

        assertThat(run(id, lines, Actor.SYSTEM))
                .extracting(ImportOutcome::outcome)
                .containsOnly(Kind.PRESENT);
    }

    @Test
    void theEmailOfSomebodyWhoWasDeletedMayBeImportedByAnother() {
        var lines = people(1);
        var first = run(newId(), lines, Actor.SYSTEM).getFirst();
        commands.send(new DeleteUser(user(first)), Actor.SYSTEM);

        var second = run(newId(), lines, Actor.SYSTEM).getFirst();

        assertThat(second.outcome()).isEqualTo(Kind.ADDED);
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void everyoneHasAnAccountAndEveryAccountSomeone() {
        var users = run(newId(), people(30), Actor.SYSTEM).stream()
                .map(outcome -> "user-" + outcome.id())
                .toList();

        assertThat(drift.report().usersWithoutAccount())
                .extracting(DriftReport.Owned::userId)
                .doesNotContainAnyElementsOf(users);
    }

    private UserId added(NewUser user) {
        return user(run(newId(), List.of(new ImportLine(1, user, null)), Actor.SYSTEM)
                .getFirst());
    }

    private static UserId user(ImportOutcome outcome) {
        return new UserId(requireNonNull(outcome.id()));
    }

    private List<ImportOutcome> run(String id, List<ImportLine> lines, Actor admin) {
        var told = new ArrayList<ImportOutcome>();
        imports.run(id, lines, admin, told::addAll);
        return told;
    }

    private static List<ImportLine> people(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(line -> new ImportLine(
                        line,
                        new NewUser(
                                newEmail(),
                                new PersonName("Citra"),
                                null,
                                null,
                                null,
                                line % 2 == 0,
                                BuiltInRole.USER.id()),
                        null))
                .toList();
    }

    private static EmailAddress newEmail() {
        return new EmailAddress(UUID.randomUUID() + "@rollbook.test");
    }

    private static EmailAddress email(ImportLine line) {
        return requireNonNull(line.user()).email();
    }

    private int accounts(List<ImportLine> lines) {
        return jdbc.sql("select count(*) from local_account where email_key = any(:emails)")
                .param(
                        "emails",
                        lines.stream().map(line -> emails.of(email(line))).toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    private boolean somebodyWaits() {
        return jdbc.sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }

    private static String newId() {
        return "import-" + UUID.randomUUID();
    }
}
