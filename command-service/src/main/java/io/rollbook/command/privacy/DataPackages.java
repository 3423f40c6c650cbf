package io.rollbook.command.privacy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventCatalogue;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.command.identity.AccountOwner;
import io.rollbook.command.identity.AccountOwners;
import io.rollbook.command.identity.Callers;
import io.rollbook.command.identity.HeldAccount;
import io.rollbook.command.identity.IdentityProvider;
import io.rollbook.command.identity.KnownSession;
import io.rollbook.command.identity.KnownSessions;
import io.rollbook.command.identity.KnownUsers;
import io.rollbook.command.store.EventMetadata;
import io.rollbook.web.access.Caller;
import io.rollbook.web.envelope.Unavailable;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that is held about a person, and the trail of what was done with it, for themselves or for the one who has to
 * answer them: GDPR Article 15, UU PDP 27/2022 Article 7. Read and written bit by bit, in the same memory whatever its
 * length.
 */
@Component
public class DataPackages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KnownUsers users;
    private final Callers claims;
    private final AccountOwners owners;
    private final IdentityProvider identity;
    private final Erasures erasures;
    private final EventStore store;
    private final Trail trail;
    private final KnownSessions sessions;

    DataPackages(
            KnownUsers users,
            Callers claims,
            AccountOwners owners,
            IdentityProvider identity,
            Erasures erasures,
            EventStore store,
            Trail trail,
            KnownSessions sessions) {
        this.users = users;
        this.claims = claims;
        this.owners = owners;
        this.identity = identity;
        this.erasures = erasures;
        this.store = store;
        this.trail = trail;
        this.sessions = sessions;
    }

    /**
     * What is known at once; the rest is read when it is written.
     *
     * @throws Rejection with {@link UserReason#NOT_FOUND} when there never was such a user
     * @throws Unavailable when the identity provider cannot be asked
     */
    public Package of(UserId user) {
        var view = users.find(user).view();
        var erasure = erasures.find(user);
        var uid = String.valueOf(view.uid());
        var deleted = owners.of(uid).map(AccountOwner::deleted).orElse(true);
        var person = erasure.isPresent() ? Person.erased(view) : Person.known(view, deleted, role(uid));
        return new Package(user, person, erasure, identity.held(uid));
    }

    private Optional<Role> role(String uid) {
        return claims.findByUid(uid).map(Caller::role).map(role -> new Role(role.value(), name(role)));
    }

    private @Nullable String name(RoleId role) {
        return events(role.toString())
                .<String>mapMulti((event, names) -> {
                    switch (event.getPayload()) {
                        case RoleCreated created -> names.accept(created.name());
                        case RoleRenamed renamed -> names.accept(renamed.name());
                        default -> {
                            // Nothing else says what it is called.
                        }
                    }
                })
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private Stream<? extends DomainEventMessage<?>> events(String aggregate) {
        return store.readEvents(aggregate).asStream();
    }

    private record Role(int id, @Nullable String name) {}

    private record Person(
            int id,
            String state,
            @Nullable String uid,
            @Nullable String email,
            @Nullable String name,
            @JsonProperty("NIP") @Nullable String nip,
            @Nullable Gender gender,
            @Nullable String jabatan,
            @Nullable Role role,
            boolean approved,
            boolean disabled) {

        static Person known(UserView view, boolean deleted, Optional<Role> role) {
            return new Person(
                    view.id(),
                    deleted ? "deleted" : "on the roll",
                    view.uid(),
                    view.email(),
                    view.name(),
                    view.nip(),
                    view.gender(),
                    view.jabatan(),
                    role.orElse(null),
                    view.approved(),
                    view.disabled());
        }

        static Person erased(UserView view) {
            return new Person(
                    view.id(),
                    "erased",
                    view.uid(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    view.approved(),
                    view.disabled());
        }

        @Override
        public String toString() {
            return "Person[user-" + id + "]";
        }
    }

    /** The package of one person. */
    public final class Package {

        private final UserId user;
        private final Person person;
        private final Optional<UserErased> erasure;
        private final Optional<HeldAccount> account;

        private Package(UserId user, Person person, Optional<UserErased> erasure, Optional<HeldAccount> account) {
            this.user = user;
            this.person = person;
            this.erasure = erasure;
            this.account = account;
        }

        /** Writes it as one JSON object. */
        public void write(JsonGenerator json) {
            json.writeStartObject();
            json.writeStringProperty(
                    "about",
                    "Everything that is held about %s, and what was done with it, in order. Times are UTC."
                            .formatted(user));
            json.writePOJOProperty("person", person);
            json.writeName("erasure");
            erasure.ifPresentOrElse(certificate -> json.writePOJO(fields(certificate)), json::writeNull);
            json.writePOJOProperty("account", account.orElse(null));
            array(
                    json,
                    "sessions",
                    () -> sessions.of(user).stream().map(Begun::of).forEach(json::writePOJO));
            array(json, "history", () -> events(user.toString()).forEachOrdered(event -> json.writePOJO(entry(event))));
            array(json, "integrations", () -> trail.integrationsOf(user).forEach(id -> writeIntegration(id, json)));
            array(json, "deeds", () -> trail.deedsOf(user).map(Did::of).forEachOrdered(json::writePOJO));
            json.writeEndObject();
        }

        private void writeIntegration(String id, JsonGenerator json) {
            var state = new IntegrationState();
            json.writeStartObject();
            json.writeStringProperty("id", id);
            array(
                    json,
                    "history",
                    () -> events(id).forEachOrdered(event -> {
                        state.accept(event.getPayload());
                        json.writePOJO(entry(event));
                    }));
            json.writeStringProperty("state", state.now);
            json.writeEndObject();
        }
    }

    private static void array(JsonGenerator json, String name, Runnable elements) {
        json.writeArrayPropertyStart(name);
        elements.run();
        json.writeEndArray();
    }

    private static final class IntegrationState implements Consumer<Object> {

        private String now = "disconnected";

        @Override
        public void accept(Object event) {
            switch (event) {
                case IntegrationAdded e -> now = "disconnected";
                case IntegrationConnected e -> now = "connected";
                case IntegrationDisconnected e -> now = "disconnected";
                case IntegrationRemoved e -> now = "removed";
                default -> throw new IllegalStateException(event.getClass() + " is nothing of an integration");
            }
        }
    }

    private record Begun(
            String begunAt,
            String expiresAt,
            @Nullable String network,
            @Nullable String client) {

        static Begun of(KnownSession session) {
            return new Begun(
                    session.begunAt().toString(),
                    session.expiresAt().toString(),
                    session.origin().network(),
                    session.origin().client());
        }
    }

    private record Entry(
            String time,
            long version,
            String type,
            String meaning,
            @Nullable String actor,
            @Nullable String request,
            JsonNode data) {}

    private static Entry entry(DomainEventMessage<?> message) {
        var event = (DomainEvent) message.getPayload();
        return new Entry(
                message.getTimestamp().toString(),
                message.getSequenceNumber(),
                EventCatalogue.of(event.getClass()).name(),
                EventCatalogue.of(event.getClass()).meaning(),
                text(message, EventMetadata.ACTOR),
                text(message, EventMetadata.CORRELATION),
                fields(event));
    }

    private static @Nullable String text(DomainEventMessage<?> message, String key) {
        var value = message.getMetaData().get(key);
        return value == null ? null : value.toString();
    }

    // All but whose it is, which the place in the document says.
    private static ObjectNode fields(DomainEvent event) {
        ObjectNode fields = JSON.valueToTree(event);
        fields.remove("id");
        return fields;
    }

    private record Did(
            String time,
            String type,
            String meaning,
            String subject,
            @Nullable String request) {

        static Did of(Trail.Deed deed) {
            return new Did(
                    deed.time().toInstant().toString(),
                    deed.type(),
                    DataPackages.meaning(deed.type()),
                    deed.subject(),
                    deed.correlation());
        }
    }

    // Of a type that only a later version knows, the name has to do.
    private static String meaning(String type) {
        return EventCatalogue.byName(type).map(EventCatalogue.Entry::meaning).orElse(type);
    }
}
