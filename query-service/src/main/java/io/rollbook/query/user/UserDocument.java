package io.rollbook.query.user;

import io.rollbook.api.personal.Forgotten;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserView;
import io.rollbook.api.value.Text;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the read model knows of a user. An event that would leave out what every user has does not fit. */
record UserDocument(
        UserId id,
        String uid,
        String email,
        String name,
        @Nullable String nip,
        @Nullable Gender gender,
        @Nullable String jabatan,
        boolean approved,
        boolean disabled,
        RoleId role) {
    UserDocument {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
    }

    UserDocument withProfile(String name, @Nullable String nip, @Nullable Gender gender, @Nullable String jabatan) {
        return new UserDocument(id, uid, email, name, nip, gender, jabatan, approved, disabled, role);
    }

    UserDocument with(UserProfileChanged change) {
        return withProfile(
                Forgotten.orText(change.name().applyTo(name)),
                change.nip().applyTo(nip),
                change.gender().applyTo(gender),
                change.jabatan().applyTo(jabatan));
    }

    UserDocument withEmail(String email) {
        return new UserDocument(id, uid, email, name, nip, gender, jabatan, approved, disabled, role);
    }

    /** The same without what tells of the person. */
    UserDocument forgotten() {
        return withProfile(Forgotten.orText(null), null, null, null).withEmail(Forgotten.orText(null));
    }

    UserDocument withApproved(boolean approved) {
        return new UserDocument(id, uid, email, name, nip, gender, jabatan, approved, disabled, role);
    }

    UserDocument withDisabled(boolean disabled) {
        return new UserDocument(id, uid, email, name, nip, gender, jabatan, approved, disabled, role);
    }

    UserDocument withRole(RoleId role) {
        return new UserDocument(id, uid, email, name, nip, gender, jabatan, approved, disabled, role);
    }

    UserView view() {
        return new UserView(id.value(), uid, email, disabled, name, nip, gender, jabatan, approved);
    }

    /** The form under which the email is found; {@code null} when it is forgotten, so that nobody finds it by nothing. */
    @Nullable
    String emailKey() {
        return email.isEmpty() ? null : emailKey(email);
    }

    /** The form under which the name is found; {@code null} when it is forgotten. */
    @Nullable
    String nameKey() {
        return name.isEmpty() ? null : textKey(name);
    }

    /** The form under which an email is compared. */
    static String emailKey(String email) {
        return EmailAddress.key(email);
    }

    /** The form under which a name or a title is compared. */
    static String textKey(String text) {
        return Text.folded(text);
    }

    /** Only the id: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "UserDocument[" + id + "]";
    }
}
