package io.rollbook.query.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationId;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.personal.DataKey;
import io.rollbook.query.EmptyDatabase;
import io.rollbook.query.personal.TestKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A view of several aggregates, and one that keeps each event. */
@ExtendWith(EmptyDatabase.class)
class KeyedProjectorTest {
    private static final UserId BUDI = new UserId(7);
    private static final UserId SITI = new UserId(8);
    private static final RoleId USER = new RoleId(3);

    private final EventRecords records = new EventRecords();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Belongings belongings = new Belongings();
    private MongoDatabase database;

    /** What people have, from events of people and of integrations. The order between the two does not matter. */
    private static final class Belongings implements Projection<Belongings.Has, DomainEvent> {
        static final String POISON = "poison";

        private boolean immune;

        record Has(boolean here, Set<String> integrations) {
            private Has with(String integration) {
                var all = new TreeSet<>(integrations);
                all.add(integration);
                return new Has(here, all);
            }
        }

        @Override
        public String name() {
            return "belongings";
        }

        @Override
        public int shapeVersion() {
            return 1;
        }

        @Override
        public Set<Class<? extends DomainEvent>> events() {
            return Set.of(UserRegistered.class, UserDeleted.class, IntegrationAdded.class);
        }

        @Override
        public DocumentKey<DomainEvent> key() {
            return new DocumentKey.OfEvent<>(
                    Set.of(UserId.PREFIX, UserIntegrationId.PREFIX),
                    (event, context) -> owner(event).toString());
        }

        private static UserId owner(DomainEvent event) {
            return switch (event) {
                case UserRegistered e -> e.id();
                case UserDeleted e -> e.id();
                case IntegrationAdded e -> e.userId();
                default -> throw new IllegalArgumentException("not of interest");
            };
        }

        @Override
        public @Nullable Has fold(@Nullable Has before, DomainEvent event, EventContext context) {
            var has = before == null ? new Has(false, Set.of()) : before;
            return switch (event) {
                case UserRegistered e -> new Has(true, has.integrations());
                case IntegrationAdded e -> {
                    if (e.integrationId().value().equals(POISON) && !immune) {
                        throw new IllegalStateException("poison");
                    }
                    yield has.with(e.integrationId().value());
                }
                default -> null;
            };
        }

        @Override
        public Document write(Has has) {
            return new Document("here", has.here()).append("integrations", List.copyOf(has.integrations()));
        }

        @Override
        public Has read(Document stored) {
            return new Has(stored.getBoolean("here"), new TreeSet<>(stored.getList("integrations", String.class)));
        }

        @Override
        public List<IndexModel> indexes() {
            return List.of();
        }
    }

    /** Every event there is of people and roles, each under its own id. */
    private static final class Journal implements Projection<String, DomainEvent> {
        @Override
        public String name() {
            return "journal";
        }

        @Override
        public int shapeVersion() {
            return 1;
        }

        @Override
        public Set<Class<? extends DomainEvent>> events() {
            return Set.of(DomainEvent.class);
        }

        @Override
        public DocumentKey<DomainEvent> key() {
            return new DocumentKey.OfEvent<>(Set.of(UserId.PREFIX, RoleId.PREFIX), (event, context) -> context.id());
        }

        @Override
        public String fold(@Nullable String before, DomainEvent event, EventContext context) {
            return "%s %s of %s by %s%s"
                    .formatted(
                            context.type(),
                            context.sequence(),
                            event.id(),
                            context.actor(),
                            event instanceof UserRegistered e ? " named " + e.name() : "");
        }

        @Override
        public Document write(String line) {
            return new Document("line", line);
        }

        @Override
        public String read(Document stored) {
            return stored.getString("line");
        }

        @Override
        public List<IndexModel> indexes() {
            return List.of();
        }
    }

    @BeforeEach
    void begin(MongoDatabase database) {
        this.database = database;
    }

    @Test
    void eventsOfSeveralAggregatesMeetInOneDocument() {
        var projector = projector(belongings);

        project(projector, registered(BUDI), added(1, BUDI, "calendar"), registered(SITI), added(2, BUDI, "mail"));

        assertThat(has(BUDI)).isEqualTo(new Belongings.Has(true, Set.of("calendar", "mail")));
        assertThat(has(SITI)).isEqualTo(new Belongings.Has(true, Set.of()));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "belongings user-7@0",
                        "belongings user-8@0",
                        "belongings userIntegration-1@0",
                        "belongings userIntegration-2@0");
    }

    @Test
    void whatIsDeliveredAgainIsFoldedOnce() {
        var projector = projector(belongings);
        var batch = records.all(registered(BUDI), added(1, BUDI, "calendar"));
        project(projector, batch);
        told.clear();

        project(projector, batch);
        project(projector, batch.subList(1, 2));

        assertThat(stored(belongings, BUDI.toString())).containsEntry("version", 1L);
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsOfNoInterestIsPassedOver() {
        var projector = projector(belongings);

        project(projector, registered(BUDI), new UserApproved(BUDI), added(1, BUDI, "mail"), connected(1));

        assertThat(has(BUDI)).isEqualTo(new Belongings.Has(true, Set.of("mail")));
        assertThat(deadLetters(belongings)).isEmpty();
    }

    @Test
    void aDocumentThatIsGoneCanComeBack() {
        var projector = projector(belongings);
        project(projector, registered(BUDI), new UserDeleted(BUDI));
        assertThat(stored(belongings, BUDI.toString())).containsEntry("deleted", true);

        project(projector, added(1, BUDI, "left-behind"));

        assertThat(has(BUDI)).isEqualTo(new Belongings.Has(false, Set.of("left-behind")));
    }

    @Test
    void eachEventIsKept() {
        var journal = new Journal();
        var projector = projector(journal);
        var batch = records.all(
                registered(BUDI), new RoleCreated(USER, "user"), new UserApproved(BUDI), new RoleRenamed(USER, "all"));

        project(projector, batch);
        project(projector, batch);

        assertThat(lines(journal))
                .containsExactlyInAnyOrder(
                        "user.registered 0 of user-7 by system named null",
                        "role.created 0 of role-3 by system",
                        "user.approved 1 of user-7 by system",
                        "role.renamed 1 of role-3 by system");
    }

    @Test
    void whatIsSealedNeedsNoKeyAndIsNotSeen() {
        var journal = new Journal();
        var projector = projector(journal);

        project(projector, List.of(records.sealed(registered(BUDI), DataKey.random())));

        assertThat(lines(journal)).containsExactly("user.registered 0 of user-7 by system named null");
    }

    @Test
    void severalViewsOfOneAggregateFoldByThemselves() {
        var letters = new Letters();
        var journal = new Journal();
        var batch = records.all(new RoleCreated(USER, "a"), new RoleRenamed(USER, "b"));

        project(projector(letters), batch);
        project(projector(journal), batch.subList(0, 1));

        assertThat(stored(letters, 3)).containsEntry("text", "a,b");
        assertThat(lines(journal)).hasSize(1);
        assertThat(told).containsExactly("letters role-3@1", "journal role-3@0");
    }

    @Test
    void aPoisonEventKeepsItsAggregateFromFoldingAndNoOther() {
        var projector = projector(belongings);

        project(projector, registered(BUDI), added(1, BUDI, Belongings.POISON), added(2, BUDI, "mail"));
        project(projector, List.of(records.at(added(1, BUDI, "later"), 1)));

        assertThat(has(BUDI)).isEqualTo(new Belongings.Has(true, Set.of("mail")));
        assertThat(reasons(belongings)).containsExactly("UNFOLDABLE", "AFTER_DEAD_LETTER");

        belongings.immune = true;
        projector.retry(Set.of(0));

        assertThat(has(BUDI)).isEqualTo(new Belongings.Has(true, Set.of("later", "mail", Belongings.POISON)));
        assertThat(deadLetters(belongings)).isEmpty();
    }

    @Test
    void whatOnlyANewerVersionKnowsKeepsItsAggregateFromFoldingAndNoOther() {
        var projector = projector(belongings);

        project(
                projector,
                List.of(
                        records.unknown("user-7", 0),
                        records.at(registered(BUDI), 1),
                        records.at(registered(SITI), 0)));
        projector.retry(Set.of(0));

        assertThat(stored(belongings, BUDI.toString())).isNull();
        assertThat(has(SITI).here()).isTrue();
        assertThat(reasons(belongings)).containsExactly("UNKNOWN_TYPE", "AFTER_DEAD_LETTER");
    }

    @Test
    void everyWayOfDeliveringEndsAlike() {
        var random = new Random(20);
        for (var round = 0; round < 30; round++) {
            database.drop();
            var history = history(random);
            var processes = List.of(projector(belongings), projector(belongings));
            for (var from = 0; from < history.size(); ) {
                var to = Math.min(history.size(), from + 1 + random.nextInt(7));
                // Some of it has come before.
                var batch = history.subList(Math.max(0, from - random.nextInt(5)), to);
                project(processes.get(random.nextInt(2)), batch);
                from = to;
            }
            assertThat(folded()).as("round %s", round).isEqualTo(expected(history));
        }
    }

    private List<RawEvent> history(Random random) {
        var own = new EventRecords();
        return IntStream.range(0, 60)
                .mapToObj(i -> {
                    var user = new UserId(1 + random.nextInt(4));
                    return random.nextInt(4) == 0
                            ? own.next(new UserEmailChanged(user, "a@example.org"))
                            : own.next(added(1 + random.nextInt(9), user, "kind" + random.nextInt(5)));
                })
                .toList();
    }

    // Written apart: whatever was added, by owner, each event once.
    private static Map<String, Set<String>> expected(List<RawEvent> history) {
        return history.stream()
                .filter(event -> event.aggregateId().startsWith(UserIntegrationId.PREFIX))
                .map(event -> Document.parse(new String(event.data(), UTF_8)))
                .collect(Collectors.groupingBy(
                        data -> "user-" + data.get("userId"),
                        Collectors.mapping(data -> data.getString("integrationId"), Collectors.toSet())));
    }

    private Map<String, Set<String>> folded() {
        return documents(belongings).stream()
                .collect(Collectors.toMap(
                        stored -> stored.getString("_id"),
                        stored -> Set.copyOf(stored.getList("integrations", String.class))));
    }

    private Projector projector(Projection<?, ?> projection) {
        var filling = new Filling(database, projection.collection());
        FoldingInto.begin(filling);
        var projector = Projections.projector(
                projection,
                filling,
                new DeadLetters(projection.name(), filling),
                TestKeys.of(database).keys(),
                (view, aggregate, version, recorded) -> told.add(view + " " + aggregate + "@" + version));
        projector.prepare();
        return projector;
    }

    private void project(Projector projector, DomainEvent... events) {
        project(projector, Arrays.stream(events).map(records::next).toList());
    }

    private static void project(Projector projector, List<RawEvent> batch) {
        projector.project(batch.stream()
                .filter(event -> projector.concerns(event.aggregateId()))
                .toList());
        projector.tell();
    }

    private static UserRegistered registered(UserId user) {
        return new UserRegistered(user, "uid-" + user.value(), "a@example.org", "Budi", USER);
    }

    private static IntegrationAdded added(int id, UserId owner, String integration) {
        return new IntegrationAdded(new UserIntegrationId(id), owner, new IntegrationId(integration));
    }

    private static IntegrationConnected connected(int id) {
        return new IntegrationConnected(new UserIntegrationId(id));
    }

    private Belongings.Has has(UserId user) {
        return belongings.read(requireNonNull(stored(belongings, user.toString())));
    }

    private @Nullable Document stored(Projection<?, ?> projection, Object id) {
        return database.getCollection(projection.collection())
                .find(new Document("_id", id))
                .first();
    }

    private List<Document> documents(Projection<?, ?> projection) {
        return database.getCollection(projection.collection())
                .find(Filters.ne("_id", "filling"))
                .into(new ArrayList<>());
    }

    private List<String> lines(Projection<?, ?> projection) {
        return documents(projection).stream()
                .map(stored -> stored.getString("line"))
                .toList();
    }

    private List<Document> deadLetters(Projection<?, ?> projection) {
        return database.getCollection(projection.collection() + "_dead_letters")
                .find(Filters.exists("aggregateId"))
                .sort(new Document("sequence", 1))
                .into(new ArrayList<>());
    }

    private List<String> reasons(Projection<?, ?> projection) {
        return deadLetters(projection).stream()
                .map(document -> document.getString("reason"))
                .toList();
    }
}
