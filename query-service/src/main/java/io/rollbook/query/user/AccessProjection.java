package io.rollbook.query.user;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApprovalRevoked;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserEvent;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserPasswordChanged;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.api.user.UserSessionEnded;
import io.rollbook.api.user.UserSessionsRevoked;
import io.rollbook.api.user.UserSignedOut;
import io.rollbook.query.projection.DocumentKey;
import io.rollbook.query.projection.EventContext;
import io.rollbook.query.projection.Projection;
import io.rollbook.web.access.EndedSessions;
import io.rollbook.web.access.Revocation;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The view that access is decided by, where the read side runs alone. It needs no person's key, so that who may do what is
 * known as soon as the event has come.
 */
final class AccessProjection implements Projection<AccessDocument, UserEvent> {
    static final String VIEW = "access";
    static final String UID = "uid";
    private static final String APPROVED = "approved";
    private static final String DISABLED = "disabled";
    private static final String ROLE_ID = "roleId";
    private static final String REVOKED_VERSION = "revokedVersion";
    private static final String REVOKED_AT = "revokedAt";
    private static final String ENDED_SESSIONS = "endedSessions";

    @Override
    public String name() {
        return VIEW;
    }

    @Override
    public int shapeVersion() {
        return 1;
    }

    @Override
    public Set<Class<? extends UserEvent>> events() {
        return Set.of(UserEvent.class);
    }

    @Override
    public DocumentKey<UserEvent> key() {
        return new DocumentKey.OfAggregate<>(UserId.PREFIX);
    }

    @Override
    public boolean opensPersonalValues() {
        return false;
    }

    @Override
    public @Nullable AccessDocument fold(@Nullable AccessDocument user, UserEvent event, EventContext context) {
        return switch (event) {
            case UserRegistered e -> first(user, AccessDocument.of(e.id(), e.uid(), e.role()));
            case UserAdded e -> first(user, AccessDocument.of(e.id(), e.uid(), e.role()));
            case UserApproved e -> existing(user).withApproved(true);
            case UserApprovalRevoked e -> existing(user).withApproved(false);
            case RoleAssignedToUser e -> existing(user).withRole(e.role());
            case UserDisabled e -> existing(user).withDisabled(true).withRevocation(revocation(context));
            case UserEnabled e -> existing(user).withDisabled(false);
            case UserPasswordChanged e -> existing(user).withRevocation(revocation(context));
            case UserSignedOut e -> existing(user).withRevocation(revocation(context));
            case UserSessionsRevoked e -> {
                var before = existing(user);
                yield before.withRevocation(before.revocation().and(context.sequence(), e.before()))
                        .withEndedSessions(before.endedSessions());
            }
            case UserSessionEnded e -> {
                var before = existing(user);
                yield before.withEndedSessions(before.endedSessions().with(e.session(), context.time()));
            }
            case UserProfileChanged e -> existing(user);
            case UserEmailChanged e -> existing(user);
            case UserDeleted e -> {
                existing(user);
                yield null;
            }
            case UserErased e -> null;
        };
    }

    @Override
    public boolean mayFollowTheEnd(UserEvent event) {
        return event instanceof UserErased;
    }

    @Override
    public Document write(AccessDocument user) {
        return new Document(UID, user.uid())
                .append(APPROVED, user.approved())
                .append(DISABLED, user.disabled())
                .append(ROLE_ID, user.role().value())
                .append(REVOKED_VERSION, user.revocation().version())
                .append(REVOKED_AT, Date.from(user.revocation().at()))
                .append(ENDED_SESSIONS, written(user.endedSessions()));
    }

    @Override
    public AccessDocument read(Document stored) {
        return new AccessDocument(
                new UserId(stored.getInteger("_id")),
                stored.getString(UID),
                stored.getBoolean(APPROVED),
                stored.getBoolean(DISABLED),
                new RoleId(stored.getInteger(ROLE_ID)),
                new Revocation(
                        stored.getLong(REVOKED_VERSION),
                        stored.getDate(REVOKED_AT).toInstant()),
                endedSessions(stored.get(ENDED_SESSIONS, Document.class)));
    }

    // By session, when it ended.
    private static Document written(EndedSessions sessions) {
        var written = new Document();
        sessions.ended().forEach((session, ended) -> written.append(session.toString(), Date.from(ended)));
        return written;
    }

    private static EndedSessions endedSessions(Document stored) {
        return new EndedSessions(stored.keySet().stream()
                .collect(Collectors.toMap(
                        session -> SessionId.parse(session).orElseThrow(),
                        session -> stored.getDate(session).toInstant())));
    }

    @Override
    public List<IndexModel> indexes() {
        // Not unique: an account is one user's, but the events of two users are folded in no particular order.
        return List.of(new IndexModel(Indexes.ascending(UID)));
    }

    private static Revocation revocation(EventContext context) {
        return new Revocation(context.sequence(), context.time());
    }
}
