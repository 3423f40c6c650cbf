package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.privacy.Eraser;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.command.store.PersonKey.Erased;
import io.rollbook.command.store.PersonKey.Known;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import io.rollbook.command.user.UserClaims;
import java.time.Duration;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database restored from a backup of before an erasure: the person does not come back. */
@Tag("thorough")
class RestoredBackupIT {

    private static final String LIVE = "backed_up";
    private static final String RESTORED = "restored";
    private static final ErasureReason REASON = new ErasureReason("asked for by letter");

    @Test
    void whoWasErasedAfterTheBackupIsErasedBeforeAnythingIsServed() {
        var live = WriteSide.propertiesWithOwn(LIVE);
        UserId erased;
        UserId other;
        try (var before = run(live)) {
            erased = add(before, "erased-later@example.org");
            other = add(before, "stays@example.org");
        }
        JdbcClient.create(WriteSide.connections())
                .sql("create database %s template %s".formatted(RESTORED, LIVE))
                .update();
        UserId young;
        UserErased certificate;
        try (var after = run(live);
                var topic = new KafkaTopic(LIVE + ".erasures")) {
            young = add(after, "younger-than-the-backup@example.org");
            erase(after, young);
            certificate = erase(after, erased);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(topic.valuesOf(erased.toString())).isNotEmpty());
        }

        var settings = WriteSide.propertiesOf(LIVE);
        settings.computeIfPresent("spring.datasource.url", (name, url) -> url.replace(LIVE, RESTORED));
        try (var restored = run(settings)) {
            var keys = restored.getBean(DataKeys.class);
            assertThat(keys.find(erased.toString())).isEqualTo(new Erased());
            assertThat(keys.find(young.toString())).isEqualTo(new Erased());
            assertThat(restored.getBean(Erasures.class).find(erased)).contains(certificate);
            assertThat(restored.getBean(EventStore.class)
                            .readEvents(erased.toString())
                            .asStream()
                            .map(DomainEventMessage::getPayload))
                    .last()
                    .isEqualTo(certificate);
            var users = restored.getBean(KnownUsers.class);
            assertThat(users.find(erased).view().email()).isEmpty();
            assertThat(restored.getBean(UserClaims.class).isTaken(new EmailAddress("erased-later@example.org")))
                    .isFalse();
            assertThat(restored.getBean(JdbcClient.class)
                            .sql("select count(*) from local_account where uid = ?")
                            .param(users.find(erased).view().uid())
                            .query(Long.class)
                            .single())
                    .as("an account to sign in with")
                    .isZero();
            assertThat(keys.find(other.toString())).isInstanceOf(Known.class);
            assertThat(users.find(other).view().email()).isEqualTo("stays@example.org");
            assertThat(add(restored, "erased-later@example.org").value())
                    .as("an id nobody was erased under")
                    .isGreaterThan(young.value());
        }
    }

    private static UserId add(ConfigurableApplicationContext side, String email) {
        var added = side.getBean(Enrolment.class)
                .add(
                        new NewUser(
                                new EmailAddress(email),
                                new PersonName("Somebody"),
                                null,
                                null,
                                null,
                                true,
                                BuiltInRole.USER.id()),
                        new NewPassword("a long enough secret"),
                        Actor.SYSTEM);
        return new UserId(added.view().id());
    }

    private static UserErased erase(ConfigurableApplicationContext side, UserId user) {
        return side.getBean(Eraser.class)
                .erase(user, REASON, true, new Actor("user-1", true), IfMatch.ANY)
                .view();
    }

    private static ConfigurableApplicationContext run(Map<String, String> settings) {
        var arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return SpringApplication.run(CommandServiceApplication.class, arguments);
    }
}
