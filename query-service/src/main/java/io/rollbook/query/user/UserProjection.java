package io.rollbook.query.user;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import io.rollbook.api.personal.Forgotten;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApprovalRevoked;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDirectory;
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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

    @Override
    public String name() {
        return UserDirectory.VIEW;
    }

    @Override
    public int shapeVersion() {
        return 7;
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
                                e.role()));
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
                                e.role()));
            case UserProfileChanged e -> existing(user).with(e);
            case UserEmailChanged e -> existing(user).withEmail(Forgotten.orText(e.email()));
            case UserApproved e -> existing(user).withApproved(true);
            case UserApprovalRevoked e -> existing(user).withApproved(false);
            case RoleAssignedToUser e -> existing(user).withRole(e.role());
            case UserDisabled e -> existing(user).withDisabled(true);
            case UserEnabled e -> existing(user).withDisabled(false);
            // What these change is seen by who may sign in; see AccessProjection.
            case UserPasswordChanged e -> existing(user);
            case UserSignedOut e -> existing(user);
            case UserSessionsRevoked e -> existing(user);
            case UserSessionEnded e -> existing(user);
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
                .append(ROLE_ID, user.role().value());
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
                new RoleId(stored.getInteger(ROLE_ID)));
    }

    @Override
    public List<IndexModel> indexes() {
        // None is unique: events of two users are folded in no particular order, so an email that has passed from one
        // to the other may for a moment be seen with both.
        return Stream.of(UID, EMAIL_KEY, NAME_KEY, NIP, GENDER, JABATAN_KEY, APPROVED, DISABLED, ROLE_ID)
                // Every list has one order in the end, that of the ids.
                .map(field -> new IndexModel(Indexes.ascending(field, "_id")))
                .toList();
    }
}
