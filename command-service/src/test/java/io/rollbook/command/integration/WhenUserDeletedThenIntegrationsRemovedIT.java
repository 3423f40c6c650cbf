package io.rollbook.command.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.integration.AddIntegration;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.WithWriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import java.time.Duration;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class WhenUserDeletedThenIntegrationsRemovedIT extends WithWriteSide {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private CommandSender commands;

    @Autowired
    private IntegrationClaims integrations;

    @Autowired
    private Configuration axon;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void removesEveryIntegrationOfTheUserAndOfNobodyElse() {
        var leaving = add("leaving.with.integrations@example.org");
        var staying = add("staying.with.integrations@example.org");
        connect(leaving, "one");
        connect(leaving, "two");
        connect(staying, "one");

        commands.send(new DeleteUser(leaving), Actor.SYSTEM);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(integrations.of(leaving)).isEmpty());
        assertThat(integrations.of(staying)).hasSize(1);
    }

    @Test
    void catchesUpAfterARestartFromWhereItWas() {
        var earlier = add("earlier@example.org");
        connect(earlier, "one");
        commands.send(new DeleteUser(earlier), Actor.SYSTEM);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(integrations.of(earlier)).isEmpty());
        var meanwhile = add("meanwhile@example.org");
        connect(meanwhile, "one");
        processor().shutDown();
        try {
            commands.send(new DeleteUser(meanwhile), Actor.SYSTEM);
            assertThat(integrations.of(meanwhile)).hasSize(1);
        } finally {
            processor().start();
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(integrations.of(meanwhile)).isEmpty());
    }

    @Test
    void beginsWithTheFirstEventWhenItHasNoPosition() {
        var user = add("without.position@example.org");
        connect(user, "one");
        processor().shutDown();
        jdbc.sql("delete from token_entry where processor_name = ?")
                .param(WhenUserDeletedThenIntegrationsRemoved.PROCESSOR)
                .update();
        commands.send(new DeleteUser(user), Actor.SYSTEM);
        processor().start();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(integrations.of(user)).isEmpty());
    }

    private TrackingEventProcessor processor() {
        return axon.eventProcessingConfiguration()
                .eventProcessor(WhenUserDeletedThenIntegrationsRemoved.PROCESSOR, TrackingEventProcessor.class)
                .orElseThrow();
    }

    private UserId add(String email) {
        var user = new NewUser(
                new EmailAddress(email), new PersonName("Budi"), null, null, null, true, BuiltInRole.USER.id());
        return new UserId(enrolment
                .add(user, new NewPassword("a long enough secret"), Actor.SYSTEM)
                .view()
                .id());
    }

    private void connect(UserId user, String integration) {
        var id = integrations.nextId();
        commands.send(new AddIntegration(id, user, new IntegrationId(integration), true), Actor.SYSTEM);
    }
}
