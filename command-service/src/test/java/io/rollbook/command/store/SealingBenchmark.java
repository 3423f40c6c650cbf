package io.rollbook.command.store;

import io.rollbook.api.event.EventUpcasters;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.CommandServiceApplication;
import io.rollbook.command.WriteSide;
import io.rollbook.command.claim.UserClaims;
import io.rollbook.command.personal.DataKeys;
import io.rollbook.command.platform.Actor;
import io.rollbook.command.platform.CommandSender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * What sealing costs commands: users are added and changed, without the work of a password, by sixteen at once, over a real
 * PostgreSQL that forces every commit to disk. Rounds with and without sealing take turns in one process.
 *
 * <p>Arguments: commands a round (3000), rounds (7).
 */
final class SealingBenchmark {

    private static final int CLIENTS = 16;

    /** Whether events are sealed now. */
    private static volatile boolean sealing = true;

    private final CommandSender commands;
    private final UserClaims claims;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

    private SealingBenchmark(CommandSender commands, UserClaims claims) {
        this.commands = commands;
        this.claims = claims;
    }

    /** The store, with a switch. */
    @Configuration(proxyBeanMethods = false)
    static class Switched {

        @Bean
        @Primary
        PostgresEventStorageEngine switchedEngine(
                @Qualifier("eventSerializer") Serializer eventSerializer,
                EventUpcasters upcasters,
                ConnectionProvider connections,
                TransactionManager transactions,
                DataKeys keys) {
            return new PostgresEventStorageEngine(
                    eventSerializer,
                    new EventUpcasterChain(new StoredEventUpcaster(upcasters), new PersonalDataOpener(keys)),
                    connections,
                    transactions,
                    event -> sealing ? SealedEvent.of(event, keys) : unsealed(event));
        }

        private static EventMessage<?> unsealed(EventMessage<?> event) {
            return event;
        }
    }

    /** Measures and prints. */
    public static void main(String[] arguments) {
        var count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000;
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        try (var context = new SpringApplicationBuilder(CommandServiceApplication.class, Switched.class)
                .properties(Map.<String, Object>copyOf(WriteSide.properties()))
                .run()) {
            new SealingBenchmark(context.getBean(CommandSender.class), context.getBean(UserClaims.class))
                    .measure(count, rounds);
        }
        System.exit(0);
    }

    private void measure(int count, int rounds) {
        var rates = new LinkedHashMap<String, List<Double>>();
        for (var round = -2; round < rounds; round++) {
            for (var sealed : round % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
                sealing = sealed;
                var users =
                        IntStream.range(0, count).mapToObj(i -> claims.nextId()).toList();
                var added = rate(count, i -> add(users.get(i)));
                var changed = rate(count, i -> change(users.get(i)));
                if (round >= 0) {
                    keep(rates, "add", sealed, added);
                    keep(rates, "change", sealed, changed);
                }
            }
        }
        for (var command : List.of("add", "change")) {
            var plain = median(rates, command + false);
            var sealed = median(rates, command + true);
            System.out.printf(
                    "%-6s clear %,7.0f  sealed %,7.0f commands/s (%+.1f %%)%n",
                    command, plain, sealed, 100 * (sealed / plain - 1));
        }
        clients.shutdown();
    }

    private static void keep(Map<String, List<Double>> rates, String command, boolean sealed, double rate) {
        rates.computeIfAbsent(command + sealed, any -> new ArrayList<>()).add(rate);
    }

    private void add(UserId id) {
        commands.send(
                id,
                new AddUser(
                        id,
                        UUID.randomUUID().toString(),
                        new EmailAddress("person%d@example.org".formatted(id.value())),
                        new PersonName("Person Number " + id.value()),
                        new Nip("19800101%010d".formatted(id.value())),
                        Gender.P,
                        new JobTitle("Kepala Seksi"),
                        true,
                        BuiltInRole.USER.id()),
                Actor.SYSTEM);
    }

    private void change(UserId id) {
        commands.send(
                id,
                new ChangeUser(
                        id,
                        null,
                        null,
                        new PersonName("Person Renamed " + id.value()),
                        Edit.keep(),
                        Edit.keep(),
                        Edit.keep(),
                        null,
                        null),
                Actor.SYSTEM);
    }

    private double rate(int count, IntConsumer command) {
        var began = System.nanoTime();
        var running = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, count)
                                .filter(i -> i % CLIENTS == client)
                                .forEach(command),
                        clients))
                .toList();
        running.forEach(CompletableFuture::join);
        return count / ((System.nanoTime() - began) / 1e9);
    }

    private static double median(Map<String, List<Double>> rates, String which) {
        var sorted = rates.getOrDefault(which, List.of()).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
