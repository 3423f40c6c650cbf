package io.rollbook.command.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Users are erased some time after their deletion, over the real store. */
class RetentionIT extends WithWriteSide {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private CommandSender commands;

    @Autowired
    private Eraser eraser;

    @Autowired
    private Erasures erasures;

    @Autowired
    private DeletedUsers users;

    @Autowired
    private ClusterLock clusterLock;

    @Autowired
    private ApplicationContext context;

    private final List<Retention> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Retention::stop);
    }

    @Test
    void isOffUnlessItIsAskedFor() {
        assertThat(context.getBeansOfType(Retention.class)).isEmpty();
    }

    @Test
    void erasesOnceTheTimeIsOverAndNobodyWhoIsOnTheRoll() {
        var leaving = added("Time");
        var staying = added("Siti");
        commands.send(new DeleteUser(leaving), Actor.SYSTEM);

        start(Duration.ofMillis(200));

        await().atMost(PATIENCE).until(() -> erasures.find(leaving).isPresent());
        assertThat(erasures.find(leaving)).hasValueSatisfying(certificate -> {
            assertThat(certificate.by()).isEqualTo("system");
            assertThat(certificate.reason()).isEqualTo("kept for the time of retention");
            assertThat(certificate.events()).isEqualTo(3);
        });
        assertThat(erasures.find(staying)).isEmpty();
    }

    @Test
    void twoInstancesEraseNobodyTwice() {
        var leaving = added("Ani");
        commands.send(new DeleteUser(leaving), Actor.SYSTEM);

        start(Duration.ZERO);
        start(Duration.ZERO);

        await().atMost(PATIENCE).until(() -> erasures.find(leaving).isPresent());
        assertThat(erasures.find(leaving).orElseThrow().events()).isEqualTo(3);
    }

    @Test
    void whoeverWasDeletedLatelyIsNotDue() {
        var leaving = added("Rudi");
        commands.send(new DeleteUser(leaving), Actor.SYSTEM);

        assertThat(due(Instant.now().minus(Duration.ofDays(1)))).doesNotContain(leaving);
        assertThat(due(Instant.now())).contains(leaving);
    }

    @Test
    void aTimeThatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> new RetentionSettings(Duration.ofDays(-1), LOOK_EVERY))
                .hasMessageContaining("ROLLBOOK_RETENTION_DELETEDUSERS");
        assertThatThrownBy(() -> new RetentionSettings(null, Duration.ZERO))
                .hasMessageContaining("ROLLBOOK_RETENTION_LOOKEVERY");
    }

    private List<UserId> due(Instant end) {
        return users.until(end, 0, 100_000).stream()
                .map(DeletedUsers.Deleted::user)
                .toList();
    }

    private void start(Duration kept) {
        var retention = new Retention(users, eraser, clusterLock, new RetentionSettings(kept, LOOK_EVERY));
        started.add(retention);
        retention.start();
    }

    private UserId added(String name) {
        var user = new NewUser(
                new EmailAddress(UUID.randomUUID() + "@rollbook.test"),
                new PersonName(name),
                null,
                null,
                null,
                true,
                BuiltInRole.USER.id());
        return new UserId(enrolment
                .add(user, new NewPassword("a long enough secret"), Actor.SYSTEM)
                .view()
                .id());
    }
}
