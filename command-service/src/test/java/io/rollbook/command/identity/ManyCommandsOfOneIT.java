package io.rollbook.command.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleView;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserView;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.user.Enrolment;
import io.rollbook.web.envelope.TooManyRequests;
import io.rollbook.web.envelope.Unavailable;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One approved person who sends all they can, in commands that are dear, keeps nobody else from working. */
class ManyCommandsOfOneIT extends WithWriteSide {

    private static final int AT_ONCE = 64;

    @Autowired
    private CommandSender commands;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private Callers callers;

    @Test
    void newPasswordsOfOnesOwnKeepNoConnectionFromOthers() throws InterruptedException {
        var user = register();
        var self = Actor.of(callers.findByUid(callers.uidOf(user)).orElseThrow());
        var begun = new CountDownLatch(AT_ONCE);
        var outcomes = new AtomicInteger();
        var flood = IntStream.range(0, AT_ONCE)
                .mapToObj(number -> CompletableFuture.runAsync(
                        () -> {
                            begun.countDown();
                            try {
                                commands.<UserView>send(newPassword(user, number), self);
                            } catch (RuntimeException endedByAnother) {
                                assertThat(endedByAnother)
                                        .isInstanceOfAny(Rejection.class, TooManyRequests.class, Unavailable.class);
                            }
                            outcomes.incrementAndGet();
                        },
                        Thread::startVirtualThread))
                .toList();
        begun.await();

        for (var i = 0; i < 20; i++) {
            var name = new RoleName("role " + UUID.randomUUID());
            var role = new RoleId(1_000_000 + i);
            commands.<RoleView>send(new CreateRole(role, name), Actor.SYSTEM);
        }

        flood.forEach(CompletableFuture::join);
        assertThat(outcomes).hasValue(AT_ONCE);
    }

    private UserId register() {
        var email = new EmailAddress(UUID.randomUUID() + "@rollbook.test");
        return new UserId(enrolment
                .register(new PersonName("Siti"), email, new NewPassword("correct horse battery"))
                .view()
                .id());
    }

    private static ChangeUser newPassword(UserId user, int number) {
        return new ChangeUser(
                user,
                null,
                new NewPassword("eight loud valleys " + number),
                null,
                Edit.keep(),
                Edit.keep(),
                Edit.keep(),
                null,
                null);
    }
}
