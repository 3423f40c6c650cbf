package io.rollbook.command.role;

import static io.rollbook.command.RejectedWith.rejectedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.hamcrest.MatcherAssert.assertThat;

import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.DeleteRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleCommand;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleReason;
import io.rollbook.command.AtOnce;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A name belongs to one role, also among those that are older than the rule. */
@ExtendWith(OutputCaptureExtension.class)
class NamesOfOldRolesIT extends WithWriteSide {

    @Autowired
    private CommandSender commands;

    @Autowired
    private RoleClaims roles;

    @Autowired
    private NamesOfOldRoles names;

    @Autowired
    private JdbcClient jdbc;

    private String name = "";

    @BeforeEach
    void newName() {
        name = "Archivist " + UUID.randomUUID();
    }

    @Test
    void oneOfManyGetsTheNameWhenAllWantItAtOnce() {
        var mine = create("my " + name);

        var outcomes = AtOnce.run(IntStream.range(0, 20)
                .mapToObj(i ->
                        (Callable<Object>) () -> i == 0 ? send(new RenameRole(mine, new RoleName(name))) : create(name))
                .toList());

        assertThat(outcomes.stream().filter(AtOnce.Outcome::succeeded)).hasSize(1);
        outcomes.stream()
                .filter(outcome -> !outcome.succeeded())
                .forEach(outcome ->
                        assertThat(Objects.requireNonNull(outcome.failure()), rejectedWith(RoleReason.NAME_TAKEN)));
        assertThat(jdbc.sql("select count(*) from role_claim where name_key = lower(:name)")
                        .param("name", name)
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void aRefusedNameLeavesNothingBehind() {
        create(name);
        var other = create("other " + name);
        var events = events();

        refused(() -> create(name));
        refused(() -> send(new RenameRole(other, new RoleName(name))));

        assertThat(events()).isEqualTo(events);
    }

    @Test
    void ofOldRolesThatShareANameTheOldestHoldsItAndTheOthersAreReported(CapturedOutput log) {
        var shared = sharing();

        names.run();
        names.run();

        assertThat(roles.sharingANameOfAnother())
                .containsSubsequence(shared.get(1), shared.get(2))
                .doesNotContain(shared.get(0));
        assertThat(log.getOut().lines().filter(line -> line.contains("roles with a name that an older role has")))
                .hasSize(2)
                .allMatch(line -> line.contains(shared.get(1) + ", " + shared.get(2)) && !line.contains(name));
        refused(() -> create(name));
        tidy(shared);
    }

    @Test
    void theNextOldestHoldsTheNameOnceTheOldestHasGivenItUp() {
        var shared = sharing();
        names.run();

        send(new RenameRole(shared.get(0), new RoleName("once " + name)));
        refused(() -> create(name));
        assertThat(roles.sharingANameOfAnother()).contains(shared.get(2)).doesNotContain(shared.get(0), shared.get(1));

        send(new DeleteRole(shared.get(1)));
        refused(() -> create(name));
        assertThat(roles.sharingANameOfAnother()).doesNotContain(shared.get(2));

        send(new DeleteRole(shared.get(2)));
        tidy(List.of(create(name), shared.get(0)));
    }

    @Test
    void oneThatSharesANameMayKeepItAndTakeAnotherButNotSpellItAnew() {
        var shared = sharing();
        names.run();

        send(new RenameRole(shared.get(1), new RoleName(name)));
        refused(() -> send(new RenameRole(shared.get(1), new RoleName(name.toUpperCase(Locale.ROOT)))));
        send(new RenameRole(shared.get(1), new RoleName("another " + name)));

        assertThat(roles.sharingANameOfAnother()).contains(shared.get(2)).doesNotContain(shared.get(0), shared.get(1));
        refused(() -> create("another " + name));
        tidy(shared);
    }

    /** Three roles of one name, as a release without claims left them. */
    private List<RoleId> sharing() {
        var shared = List.of(create(name + " 1"), create(name + " 2"), create(name + " 3"));
        // The rule is in the claims alone: once its claim is gone, a role keeps no other from its name.
        for (var role : shared) {
            send(new RenameRole(role, new RoleName(name)));
            jdbc.sql("update role_claim set name_key = null, holds_name = false where role_id = :role")
                    .param("role", role.value())
                    .update();
        }
        return shared;
    }

    private void tidy(List<RoleId> made) {
        made.forEach(role -> send(new DeleteRole(role)));
    }

    private RoleId create(String named) {
        var role = roles.nextId();
        send(new CreateRole(role, new RoleName(named)));
        return role;
    }

    private Object send(RoleCommand command) {
        return commands.send(command, Actor.SYSTEM);
    }

    private long events() {
        return jdbc.sql("select count(*) from domain_event").query(Long.class).single();
    }

    private static void refused(Runnable command) {
        assertThat(catchThrowable(command::run), rejectedWith(RoleReason.NAME_TAKEN));
    }
}
