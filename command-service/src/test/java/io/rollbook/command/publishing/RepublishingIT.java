package io.rollbook.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.command.KafkaTopic;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.role.RoleClaims;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The topic is filled again from the store while everything goes on. */
class RepublishingIT extends WithWriteSide {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    private Republications republications;

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private CommandSender commands;

    @Autowired
    private RoleClaims roles;

    @Autowired
    private JdbcClient jdbc;

    private final KafkaTopic topic;

    @Autowired
    RepublishingIT(EventTopicSettings properties) {
        topic = new KafkaTopic(properties.name());
    }

    @AfterEach
    void closeTopic() {
        topic.close();
        if (!publisher.isRunning()) {
            publisher.start();
        }
        awaitFinished();
    }

    @Test
    void everythingIsSentAgainAsItWasWhileWhatIsNewIsPublished() {
        var role = create();
        rename(role, 5);
        awaitPublished(role, 6);

        var begun = republications.begin(Actor.SYSTEM);
        var meanwhile = create();
        rename(meanwhile, 5);

        awaitFinished();
        awaitPublished(meanwhile, 6);
        var done = republications.latest();
        assertThat(done.sent()).isEqualTo(done.total()).isEqualTo(begun.total());
        assertThat(done.requestedBy()).isEqualTo("system");
        var sent = sentOf(role);
        assertThat(sent.stream().map(KafkaTopic.Sent::sequence))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(sent.subList(6, 12)).as("headers, position and data").isEqualTo(sent.subList(0, 6));
        assertThat(sentOf(meanwhile).stream().map(KafkaTopic.Sent::sequence)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(topic.sent().stream()
                        .collect(Collectors.groupingBy(KafkaTopic.Sent::id, Collectors.counting()))
                        .values()
                        .stream()
                        .filter(times -> times > 1)
                        .count())
                .as("all that had been published")
                .isGreaterThanOrEqualTo(done.total());
    }

    @Test
    void anotherInstanceGoesOnWhereOneHasStopped() {
        var first = create();
        var second = create();
        awaitPublished(second, 1);
        publisher.stop();
        var begun = republications.begin(Actor.SYSTEM);
        republications.advance(begun.id(), indexOf(first), 3);

        publisher.start();

        awaitFinished();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sentOf(second)).hasSize(2));
        assertThat(sentOf(first)).as("it was sent by the one that stopped").hasSize(1);
        assertThat(republications.latest().sent()).isEqualTo(3 + 1);
    }

    @Test
    void oneIsUnderWayAtATime() {
        awaitFinished();
        publisher.stop();
        republications.begin(Actor.SYSTEM);

        assertThatThrownBy(() -> republications.begin(Actor.SYSTEM))
                .isInstanceOf(Rejection.class)
                .hasMessageContaining("being filled already");
    }

    private RoleId create() {
        var role = roles.nextId();
        commands.send(new CreateRole(role, new RoleName("republisher of " + role)), Actor.SYSTEM);
        return role;
    }

    private void rename(RoleId role, int times) {
        IntStream.rangeClosed(1, times)
                .forEach(i -> commands.send(
                        new RenameRole(role, new RoleName("republisher %s of %s".formatted(i, role))), Actor.SYSTEM));
    }

    private List<KafkaTopic.Sent> sentOf(RoleId role) {
        return topic.sent().stream()
                .filter(sent -> sent.key().equals(role.toString()))
                .toList();
    }

    private void awaitPublished(RoleId role, int events) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(topic.distinctOf(role.toString())).hasSize(events));
    }

    private void awaitFinished() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(republications.underWay()).isEmpty());
    }

    private long indexOf(RoleId role) {
        return jdbc.sql("select global_index from domain_event where aggregate_id = :id and sequence_number = 0")
                .param("id", role.toString())
                .query(Long.class)
                .single();
    }
}
