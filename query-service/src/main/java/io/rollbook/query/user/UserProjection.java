package io.rollbook.query.user;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.rollbook.api.personal.Forgotten;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.Gender;
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
import io.rollbook.query.projection.EventContext;
import io.rollbook.query.projection.Projection;
import io.rollbook.web.access.EndedSessions;
import io.rollbook.web.access.Revocation;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the events of users. */
@Component
final class UserProjection implements Projection<UserDocument, UserEvent> {
    static final String UID = "uid";
    static final String EMAIL = "email";
    static final String EMAIL_KEY = "emailKey";
    static final String NAME = "name";
    static final String NAME_KEY = "nameKey";
    static final String NIP = "NIP";
    static final String GENDER = "gender";
    static final String JABATAN = "jabatan";
    static final String JABATAN_KEY = "jabatanKey";
    static final String APPROVED = "approved";
    static final String DISABLED = "disabled";
    static final String ROLE_ID = "roleId";
    private static final String REVOKED_VERSION = "revokedVersion";
    private static final String REVOKED_AT = "revokedAt";
    private static final String ENDED_SESSIONS = "endedSessions";

    @Override
    public String name() {
        return "users";
    }

    @Override
    public int shapeVersion() {
        return 6;
    }

    @Override
    public String aggregatePrefix() {
        return UserId.PREFIX;
    }

    @Override
    public Class<UserEvent> events() {
        return UserEvent.class;
    }

    @Override
    public @Nullable UserDocument fold(@Nullable UserDocument user, UserEvent event, EventContext context) {
        return switch (event) {
            case UserRegistered e ->
                first(
                        user,
                        new UserDocument(
                                e.id(),
                                e.uid(),
                                Forgotten.orText(e.email()),
                                Forgotten.orText(e.name()),
                                null,
                                null,
                                null,
                                false,
                                false,
                                e.role(),
                                Revocation.NONE,
                                EndedSessions.NONE));
            case UserAdded e ->
                first(
                        user,
                        new UserDocument(
                                e.id(),
                                e.uid(),
                                Forgotten.orText(e.email()),
                                Forgotten.orText(e.name()),
                                e.nip(),
                                e.gender(),
                                e.jabatan(),
                                false,
                                false,
                                e.role(),
                                Revocation.NONE,
                                EndedSessions.NONE));
            case UserProfileChanged e -> existing(user).with(e);
            case UserEmailChanged e -> existing(user).withEmail(Forgotten.orText(e.email()));
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
            case UserApproved e -> existing(user).withApproved(true);
            case UserApprovalRevoked e -> existing(user).withApproved(false);
            case RoleAssignedToUser e -> existing(user).withRole(e.role());
            case UserDisabled e -> existing(user).withDisabled(true).withRevocation(revocation(context));
            case UserEnabled e -> existing(user).withDisabled(false);
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
    public UserDocument forget(UserDocument user) {
        return user.forgotten();
    }

    @Override
    public Document write(UserDocument user) {
        var gender = user.gender();
        var jabatan = user.jabatan();
        return new Document(UID, user.uid())
                .append(EMAIL, user.email())
                .append(EMAIL_KEY, user.emailKey())
                .append(NAME, user.name())
                .append(NAME_KEY, user.nameKey())
                .append(NIP, user.nip())
                .append(GENDER, gender == null ? null : gender.name())
                .append(JABATAN, jabatan)
                .append(JABATAN_KEY, jabatan == null ? null : UserDocument.textKey(jabatan))
                .append(APPROVED, user.approved())
                .append(DISABLED, user.disabled())
                .append(ROLE_ID, user.role().value())
                .append(REVOKED_VERSION, user.revocation().version())
                .append(REVOKED_AT, Date.from(user.revocation().at()))
                .append(ENDED_SESSIONS, written(user.endedSessions()));
    }

    @Override
    public UserDocument read(Document stored) {
        var gender = stored.getString(GENDER);
        return new UserDocument(
                new UserId(stored.getInteger("_id")),
                stored.getString(UID),
                stored.getString(EMAIL),
                stored.getString(NAME),
                stored.getString(NIP),
                gender == null ? null : Gender.valueOf(gender),
                stored.getString(JABATAN),
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
        // None is unique: events of two users are folded in no particular order, so an email that has passed from one
        // to the other may for a moment be seen with both.
        return List.of(
                new IndexModel(Indexes.ascending(UID)),
                new IndexModel(Indexes.ascending(EMAIL_KEY)),
                new IndexModel(Indexes.ascending(NAME_KEY)),
                new IndexModel(Indexes.ascending(JABATAN_KEY)),
                new IndexModel(Indexes.ascending(NIP)),
                new IndexModel(Indexes.ascending(ROLE_ID)));
    }

    private static Revocation revocation(EventContext context) {
        return new Revocation(context.sequence(), context.time());
    }

    private static UserDocument first(@Nullable UserDocument user, UserDocument created) {
        if (user != null) {
            throw new IllegalStateException("the user exists already");
        }
        return created;
    }

    private static UserDocument existing(@Nullable UserDocument user) {
        if (user == null) {
            throw new IllegalStateException("there is no such user yet");
        }
        return user;
    }
}
