package io.rollbook.command.store;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.web.health.Reachability;
import io.rollbook.web.health.ReachabilityIndicator;
import io.rollbook.web.personal.KeyRingSettings;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The event store's parts, each declared: Axon's auto-configuration is ordered after class names that Spring Boot 4 no
 * longer has, and would silently leave out transactions and the store.
 */
@Configuration(proxyBeanMethods = false)
class EventStoreConfiguration {

    // An instance that died is replaced after this long as the one that works on a streaming processor.
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(4);

    private static final int PING_SECONDS = 2;

    /** Not when the application is put together, since PostgreSQL may be away then: see {@code EventStorePrerequisite}. */
    @Bean
    FlywayMigrationStrategy migratedOnceItCanBeReached() {
        return migrations -> {};
    }

    /**
     * On connections of their own: what migrations set for themselves would stay with those of the pool. By the role that owns
     * the tables, where {@code spring.flyway.user} names one.
     */
    @Bean
    FlywayConfigurationCustomizer migrationsBesideThePool(JdbcConnectionDetails details, FlywayProperties owner) {
        return flyway -> flyway.dataSource(
                owner.getUser() == null
                        ? unpooled(details)
                        : unpooled(details, owner.getUser(), String.valueOf(owner.getPassword())));
    }

    private static DataSource unpooled(JdbcConnectionDetails details) {
        return unpooled(details, String.valueOf(details.getUsername()), String.valueOf(details.getPassword()));
    }

    private static DataSource unpooled(JdbcConnectionDetails details, String user, String password) {
        return new DriverManagerDataSource(details.getJdbcUrl(), user, password);
    }

    /** Whatever takes a connection from the pool has one to the store that is known. */
    @Bean
    static BeanPostProcessor provenConnections(ObjectProvider<StoreIdentity> identity) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? ProvenConnections.of(pool, identity.getObject()) : bean;
            }
        };
    }

    @Bean
    HealthIndicator postgresqlHealthIndicator(DataSource dataSource, StoreIdentity identity) {
        var reachable = ReachabilityIndicator.required(new Reachability("PostgreSQL", () -> ping(dataSource)));
        return () -> identity.problem()
                .map(problem -> Health.down()
                        .withDetail(ReachabilityIndicator.MISSING, problem)
                        .build())
                .orElseGet(reachable::health);
    }

    private static void ping(DataSource dataSource) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            if (!connection.isValid(PING_SECONDS)) {
                throw new SQLException("the connection is not valid");
            }
        }
    }

    @Bean
    TransactionManager axonTransactionManager(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    @Bean
    ConnectionProvider axonConnectionProvider(DataSource dataSource) {
        return new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(dataSource));
    }

    @Bean
    EventUpcasters eventUpcasters() {
        return EventUpcasters.standard();
    }

    @Bean
    @Qualifier("eventSerializer")
    EventSerializer eventSerializer() {
        return new EventSerializer();
    }

    @Bean
    EventStorageEngine eventStorageEngine(
            EventSerializer eventSerializer,
            EventUpcasters upcasters,
            ConnectionProvider connections,
            TransactionManager transactions,
            PersonKeys keys,
            KeyRingSettings settings,
            StoreIdentity identity,
            ObjectProvider<StoreWatch> watch) {
        return new PostgresEventStorageEngine(
                eventSerializer,
                new EventUpcasterChain(
                        new StoredEventUpcaster(upcasters),
                        new PersonalDataOpener(keys, settings.sealedSince()),
                        new KnownEventsOnly()),
                connections,
                transactions,
                event -> SealedEvent.of(event, keys, eventSerializer),
                identity,
                () -> watch.getObject().look());
    }

    @Bean
    StoredEvents storedEvents(
            @Qualifier("eventSerializer") Serializer eventSerializer,
            EventUpcasters upcasters,
            ConnectionProvider connections,
            TransactionManager transactions,
            StoreIdentity identity,
            @Value("${rollbook.store.poll:1s}") Duration poll) {
        // It only reads, so it needs nothing of what an append needs.
        var engine = new PostgresEventStorageEngine(
                eventSerializer,
                new StoredEventUpcaster(upcasters),
                connections,
                transactions,
                event -> event,
                identity,
                () -> {});
        return new StoredEvents(engine, poll);
    }

    @Bean
    AppendSignal appendSignal(JdbcConnectionDetails details) {
        return new AppendSignal(unpooled(details));
    }

    @Bean(name = "eventBus", destroyMethod = "shutDown")
    @Qualifier("eventStore")
    SignallingEventStore eventStore(
            EventStorageEngine engine,
            StoredEvents stored,
            AppendSignal signal,
            PersonKeys keys,
            AggregateCache aggregates,
            StoreIdentity identity,
            List<AppendListener> steps,
            MeterRegistry meters,
            @Value("${rollbook.store.poll:1s}") Duration poll) {
        var appends = Timer.builder("rollbook.append")
                .description("Appending events, from the first statement to the end of the commit")
                .register(meters);
        var store = new SignallingEventStore(
                engine,
                poll,
                identity,
                () -> {
                    stored.wake();
                    signal.appended();
                },
                appends);
        signal.onAppend(() -> {
            store.wake();
            stored.wake();
        });
        signal.onKeyDestroyed(
                person -> {
                    keys.drop(person);
                    aggregates.remove(person);
                },
                () -> {
                    keys.forgetAll();
                    aggregates.forgetAll();
                });
        store.subscribe(events -> {
            var appended = events.stream()
                    .map(event -> appended((DomainEventMessage<?>) event))
                    .toList();
            steps.forEach(step -> step.onAll(appended));
        });
        return store;
    }

    private static Appended appended(DomainEventMessage<?> event) {
        return new Appended((DomainEvent) event.getPayload(), event.getSequenceNumber(), event.getTimestamp());
    }

    @Bean
    TokenStore tokenStore(ConnectionProvider connections, @Qualifier("eventSerializer") Serializer serializer) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .schema(TokenSchema.builder()
                        .setTokenTable("token_entry")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .build())
                .contentType(byte[].class)
                .claimTimeout(CLAIM_TIMEOUT)
                .nodeId(ownerOfClaims())
                .build();
    }

    /**
     * Who a claim belongs to: process number and host for operators, and something that no other start has. In containers
     * every process is number 1 and hosts may share a name: without it two would take each other for themselves, and
     * both publish.
     */
    private static String ownerOfClaims() {
        return ManagementFactory.getRuntimeMXBean().getName() + "/" + UUID.randomUUID();
    }

    @Bean
    CorrelationDataProvider eventMetadata() {
        return new EventMetadata();
    }
}
