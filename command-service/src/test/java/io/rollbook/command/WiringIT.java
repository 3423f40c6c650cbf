package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RoleName;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.role.RoleClaims;
import io.rollbook.command.store.AggregateCache;
import io.rollbook.command.store.SignallingEventStore;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.modelling.command.Repository;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;

/** Which parts are really in use: the framework silently falls back to others when its auto-configuration is missed. */
class WiringIT extends WithWriteSide {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private CommandSender commands;

    @Autowired
    private RoleClaims roles;

    @Autowired
    @Qualifier("eventSerializer")
    private Serializer eventSerializer;

    @Test
    void eventsAreStoredInPostgresWithinSpringsTransactions() {
        assertThat(context.getBean(EventStorageEngine.class)).isInstanceOf(JdbcEventStorageEngine.class);
        assertThat(context.getBean(EventStore.class)).isInstanceOf(SignallingEventStore.class);
        assertThat(context.getBean(Configuration.class).eventStore()).isInstanceOf(SignallingEventStore.class);
        assertThat(context.getBean(TransactionManager.class)).isInstanceOf(SpringTransactionManager.class);
        assertThat(context.getBean(TokenStore.class)).isInstanceOf(JdbcTokenStore.class);
    }

    @Test
    void connectionsHoldNothingForLongWhenTheirMachineIsGoneOrStandsStill() {
        assertThat(jdbc.sql("select name || '=' || setting from pg_settings where name in (:names) order by name")
                        .param(
                                "names",
                                List.of(
                                        "tcp_keepalives_count",
                                        "tcp_keepalives_idle",
                                        "tcp_keepalives_interval",
                                        "transaction_timeout"))
                        .query(String.class)
                        .list())
                .containsExactly(
                        "tcp_keepalives_count=3",
                        "tcp_keepalives_idle=10",
                        "tcp_keepalives_interval=5",
                        "transaction_timeout=10000");
    }

    @Test
    void everythingIsSerialisedByJackson3() {
        assertThat(context.getBeansOfType(Serializer.class))
                .isNotEmpty()
                .allSatisfy((name, serializer) -> assertThat(serializer).isInstanceOf(Jackson3Serializer.class));
        assertThat(context.getBean(Configuration.class).eventSerializer()).isSameAs(eventSerializer);
    }

    @Test
    void commandsPassEachInterceptorOnce() {
        assertThat(ReflectionTestUtils.getField(context.getBean(CommandBus.class), "handlerInterceptors"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .extracting(interceptor -> interceptor.getClass().getSimpleName())
                .containsExactly("CorrelationDataInterceptor", "PasswordChange", "SenderCheck");
    }

    @Test
    void nothingTakesPartThatIsNotDelivered() {
        assertThat(context.getBeanDefinitionNames())
                .extracting(context::getType)
                .filteredOn(type -> type != null && type.getName().startsWith("io.rollbook"))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .doesNotContain("test-classes"));
    }

    @Test
    void aggregatesAreCached() {
        assertThat(context.getBeansOfType(Repository.class))
                .isNotEmpty()
                .allSatisfy((name, repository) ->
                        assertThat(repository).isInstanceOf(CachingEventSourcingRepository.class));
        var role = roles.nextId();
        commands.send(new CreateRole(role, new RoleName("cached")), Actor.SYSTEM);
        assertThat(context.getBean(AggregateCache.class).containsKey(role.toString()))
                .isTrue();
    }

    @Test
    void automationsFollowTheStoreWithAPositionThatSurvivesARestart() {
        assertThat(context.getBean(Configuration.class)
                        .eventProcessingConfiguration()
                        .eventProcessors())
                .hasSize(1)
                .allSatisfy((name, processor) -> assertThat(processor).isInstanceOf(TrackingEventProcessor.class));
        assertThat(jdbc.sql("select processor_name from token_entry")
                        .query(String.class)
                        .list())
                .contains("when-user-deleted-then-integrations-removed", "kafka-publisher");
    }

    @Test
    void historyCannotBeChanged() {
        assertThat(jdbc.sql("select count(*) from domain_event")
                        .query(Long.class)
                        .single())
                .isPositive();
        for (var change : new String[] {
            "update domain_event set payload_type = 'x'", "delete from domain_event", "truncate domain_event"
        }) {
            assertThatThrownBy(() -> jdbc.sql(change).update()).hasMessageContaining("history is never changed");
        }
    }
}
