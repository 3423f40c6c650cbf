package io.rollbook.command.store;

import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.UserId;
import io.rollbook.command.CommandServiceApplication;
import io.rollbook.command.WriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.publishing.EventPublisher;
import io.rollbook.command.user.Enrolment;
import io.rollbook.command.user.NewUser;
import io.rollbook.command.user.UserClaims;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What sealing costs commands: sixteen clients send what happens to users, over a real PostgreSQL that forces every commit to
 * disk, while the events are published. Slices with and without sealing take turns in one process, and a slice begins when
 * everything before it is published.
 *
 * <p>Each user is added, approved, changed, given another role and signed out: two of the five commands write what tells of
 * the person, in nine fields together, and the first of them a key. No password is hashed and no account is made for them. So
 * that it is seen what an admin notices, fewer users are also enrolled: added with an account and a password.
 *
 * <p>Arguments: users in a slice (250), slices of each kind (40).
 */
final class SealingBenchmark {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final JobTitle JOB = new JobTitle("Kepala Seksi");
    private static final int CLIENTS = 16;
    private static final int WARMING = 4;
    private static final int ENROLLED_OF = 4;

    /** Whether events are sealed now. */
    private static volatile boolean sealing = true;

    private final CommandSender commands;
    private final Enrolment enrolment;
    private final UserClaims claims;
    private final JdbcClient database;
    private final EventPublisher publisher;
    private final ExecutorService clients =
            Executors.newFixedThreadPool(CLIENTS, Thread.ofPlatform().daemon().factory());
    private final Map<String, Consumer<UserId>> life = new LinkedHashMap<>();

    private SealingBenchmark(
            CommandSender commands,
            Enrolment enrolment,
            UserClaims claims,
            JdbcClient database,
            EventPublisher publisher) {
        this.enrolment = enrolment;
        this.commands = commands;
        this.claims = claims;
        this.database = database;
        this.publisher = publisher;
        life.put("add", this::add);
        life.put("approve", user -> commands.send(new ApproveUser(user), Actor.SYSTEM));
        life.put("change", this::change);
        life.put("assign a role", this::assignRole);
        life.put("sign out", user -> commands.send(new SignOutUser(user), Actor.SYSTEM));
    }

    /** The store, with a switch. Not annotated, or every test that starts the service would have it too. */
    static class Switched {

        @Bean
        @Primary
        PostgresEventStorageEngine switchedEngine(
                EventSerializer eventSerializer,
                EventUpcasters upcasters,
                ConnectionProvider connections,
                TransactionManager transactions,
                DataKeys keys,
                StoreIdentity identity) {
            return new PostgresEventStorageEngine(
                    eventSerializer,
                    new EventUpcasterChain(
                            new StoredEventUpcaster(upcasters),
                            new PersonalDataOpener(keys, Instant.EPOCH),
                            new KnownEventsOnly()),
                    connections,
                    transactions,
                    event -> sealing ? SealedEvent.of(event, keys, eventSerializer) : event,
                    identity,
                    () -> {});
        }
    }

    /** Nanoseconds that passed, and that all threads of this process and of its servers spent. */
    private record Spent(long clock, long processor) {
        private static Spent now() {
            var servers = ProcessHandle.current()
                    .descendants()
                    .flatMap(server -> server.info().totalCpuDuration().stream())
                    .mapToLong(Duration::toNanos)
                    .sum();
            return new Spent(System.nanoTime(), SYSTEM.getProcessCpuTime() + servers);
        }

        private Spent since(Spent before) {
            return new Spent(clock - before.clock, processor - before.processor);
        }
    }

    /** A kind of command, and whether what it wrote was sealed. */
    private record Kind(String command, boolean sealed) {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        var count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 250;
        var slices = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
        try (var context = new SpringApplicationBuilder(CommandServiceApplication.class, Switched.class)
                .properties(Map.<String, Object>copyOf(WriteSide.properties()))
                .run()) {
            new SealingBenchmark(
                            context.getBean(CommandSender.class),
                            context.getBean(Enrolment.class),
                            context.getBean(UserClaims.class),
                            context.getBean(JdbcClient.class),
                            context.getBean(EventPublisher.class))
                    .measure(count, slices);
        }
        System.exit(0);
    }

    private void measure(int count, int slices) {
        var spent = new LinkedHashMap<Kind, List<Spent>>();
        for (var slice = -WARMING; slice < slices; slice++) {
            for (var sealed : slice % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
                sealing = sealed;
                var users = users(count);
                var all = Spent.now();
                for (var command : life.entrySet()) {
                    var before = Spent.now();
                    send(users, command.getValue());
                    keep(
                            spent,
                            slice,
                            new Kind(command.getKey(), sealed),
                            Spent.now().since(before));
                }
                var clock = Spent.now().since(all).clock();
                awaitPublished();
                // What publishing costs is spent because of the commands, but nobody waits for it.
                keep(
                        spent,
                        slice,
                        new Kind("all five", sealed),
                        new Spent(clock, Spent.now().since(all).processor()));
                var before = Spent.now();
                send(users(count / ENROLLED_OF), this::enrol);
                keep(spent, slice, new Kind("enrol", sealed), Spent.now().since(before));
                awaitPublished();
            }
        }
        life.keySet().forEach(command -> print(command, " by the clock", count, spent, Spent::clock));
        print("all five", " by the clock", count * life.size(), spent, Spent::clock);
        print("all five", " by the processor", count * life.size(), spent, Spent::processor);
        print("enrol", " by the clock", count / ENROLLED_OF, spent, Spent::clock);
        clients.shutdown();
    }

    private List<UserId> users(int count) {
        return IntStream.range(0, count).mapToObj(i -> claims.nextId()).toList();
    }

    private void awaitPublished() {
        var last = database.sql("select max(global_index) from domain_event")
                .query(Long.class)
                .single();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofMinutes(1))
                .until(() -> publisher.published() >= last);
    }

    private static void keep(Map<Kind, List<Spent>> all, int slice, Kind kind, Spent spent) {
        if (slice >= 0) {
            all.computeIfAbsent(kind, any -> new ArrayList<>()).add(spent);
        }
    }

    private void send(List<UserId> users, Consumer<UserId> command) {
        var running = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, users.size())
                                .filter(i -> i % CLIENTS == client)
                                .mapToObj(users::get)
                                .forEach(command),
                        clients))
                .toList();
        running.forEach(CompletableFuture::join);
    }

    private void add(UserId id) {
        commands.send(
                new AddUser(
                        id,
                        UUID.randomUUID().toString(),
                        email(id),
                        new PersonName("Person Number " + id.value()),
                        nip(id),
                        Gender.P,
                        JOB,
                        false,
                        BuiltInRole.USER.id()),
                Actor.SYSTEM);
    }

    /** Adds somebody who is told apart from all others by {@code id}, and gets another one. */
    private void enrol(UserId id) {
        var name = new PersonName("Person Number " + id.value());
        var user = new NewUser(email(id), name, nip(id), Gender.P, JOB, false, BuiltInRole.USER.id());
        enrolment.add(user, new NewPassword("correct horse battery"), Actor.SYSTEM);
    }

    private static EmailAddress email(UserId id) {
        return new EmailAddress("person%s@example.org".formatted(id.value()));
    }

    private static Nip nip(UserId id) {
        return new Nip(String.format(Locale.ROOT, "19800101%010d", id.value()));
    }

    private void change(UserId id) {
        var name = new PersonName("Person Renamed " + id.value());
        commands.send(
                new ChangeUser(id, null, null, name, Edit.keep(), Edit.keep(), Edit.keep(), null, null), Actor.SYSTEM);
    }

    private void assignRole(UserId id) {
        var role = BuiltInRole.ADMIN.id();
        commands.send(
                new ChangeUser(id, null, null, null, Edit.keep(), Edit.keep(), Edit.keep(), null, role), Actor.SYSTEM);
    }

    private static void print(
            String command, String how, int count, Map<Kind, List<Spent>> spent, ToLongFunction<Spent> measure) {
        var clear = rate(count, spent.getOrDefault(new Kind(command, false), List.of()), measure);
        var sealed = rate(count, spent.getOrDefault(new Kind(command, true), List.of()), measure);
        System.out.printf(
                "%-28s clear %,7.0f  sealed %,7.0f commands/s (%+.1f %%)%n",
                command + how, clear, sealed, 100 * (sealed / clear - 1));
    }

    /** Commands in a second, the median of the slices. */
    private static double rate(int count, List<Spent> slices, ToLongFunction<Spent> measure) {
        var sorted = slices.stream().mapToLong(measure).sorted().toArray();
        return count / (sorted[sorted.length / 2] / 1e9);
    }
}
