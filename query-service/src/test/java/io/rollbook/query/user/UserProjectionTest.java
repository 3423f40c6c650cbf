package io.rollbook.query.user;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Forgotten;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
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
import io.rollbook.api.user.UserView;
import io.rollbook.query.projection.DeadLetterReason;
import io.rollbook.query.projection.FoldingRules;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UserProjectionTest {
    private static final UserId ID = new UserId(7);
    private static final UserProfileChanged PROFILE = new UserProfileChanged(
            ID, new Given<>("Budi S"), new Given<>("198001012005011001"), new Given<>(Gender.L), new Given<>("Staf"));
    private static final RoleId USER = new RoleId(3);
    private static final UserRegistered REGISTERED = new UserRegistered(ID, "uid-7", "Budi@Example.org", "Budi", USER);
    private static final UserDocument BUDI =
            new UserDocument(ID, "uid-7", "Budi@Example.org", "Budi", null, null, null, false, false, USER);

    private final UserProjection projection = new UserProjection();
    private final FoldingRules<UserDocument, ?> rules = new FoldingRules<>(projection);

    @Test
    void whoRegistersIsNeitherApprovedNorDisabled() {
        assertThat(rules.document(REGISTERED)).isEqualTo(BUDI);
    }

    @Test
    void whoIsAddedHasTheFieldsGiven() {
        var added = new UserAdded(
                ID, "uid-7", "s@example.org", "Siti", "198001012005011001", Gender.P, "Kepala", new RoleId(2));

        assertThat(rules.document(added))
                .isEqualTo(new UserDocument(
                        ID,
                        "uid-7",
                        "s@example.org",
                        "Siti",
                        "198001012005011001",
                        Gender.P,
                        "Kepala",
                        false,
                        false,
                        new RoleId(2)));
    }

    @Test
    void aProfileChangeReplacesWhatItGivesOrClearsAndNothingElse() {
        assertThat(rules.document(
                        REGISTERED,
                        PROFILE,
                        new UserProfileChanged(
                                ID, new Unchanged<>(), new Cleared<>(), new Given<>(Gender.P), new Unchanged<>())))
                .isEqualTo(new UserDocument(
                        ID, BUDI.uid(), BUDI.email(), "Budi S", null, Gender.P, "Staf", false, false, USER));
    }

    @Test
    void anEmailChangeChangesTheEmailOnly() {
        assertThat(rules.document(REGISTERED, new UserEmailChanged(ID, "new@example.org")))
                .isEqualTo(BUDI.withEmail("new@example.org"));
    }

    @Test
    void whatEndsSessionsIsNotSeen() {
        for (var ending : List.<UserEvent>of(
                new UserPasswordChanged(ID),
                new UserSignedOut(ID),
                new UserSessionEnded(ID, SessionId.random()),
                new UserSessionsRevoked(ID, Instant.EPOCH))) {
            assertThat(rules.document(REGISTERED, ending)).isEqualTo(BUDI);
        }
    }

    @Test
    void approvalComesAndGoes() {
        assertThat(rules.document(REGISTERED, new UserApproved(ID))).isEqualTo(BUDI.withApproved(true));
        assertThat(rules.document(REGISTERED, new UserApproved(ID), new UserApprovalRevoked(ID)))
                .isEqualTo(BUDI);
    }

    @Test
    void disablementComesAndGoes() {
        assertThat(rules.document(REGISTERED, new UserDisabled(ID))).isEqualTo(BUDI.withDisabled(true));
        assertThat(rules.document(REGISTERED, new UserDisabled(ID), new UserEnabled(ID)))
                .isEqualTo(BUDI);
    }

    @Test
    void theRoleIsTheLastOneAssigned() {
        assertThat(rules.document(REGISTERED, new RoleAssignedToUser(ID, new RoleId(1))))
                .isEqualTo(BUDI.withRole(new RoleId(1)));
    }

    @Test
    void whoIsDeletedIsGone() {
        assertThat(rules.document(REGISTERED, new UserDeleted(ID))).isNull();
    }

    @Test
    void nothingHappensToWhoIsNotThere() {
        assertThat(rules.deadLetter(new UserApproved(ID))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(new UserDeleted(ID))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(REGISTERED, new UserDeleted(ID), new UserApproved(ID)))
                .isEqualTo(DeadLetterReason.UNFOLDABLE);
    }

    @Test
    void nobodyRegistersTwice() {
        assertThat(rules.deadLetter(REGISTERED, REGISTERED)).isEqualTo(DeadLetterReason.UNFOLDABLE);
    }

    @Test
    void whoIsErasedIsGoneWhetherDeletedBeforeOrNot() {
        var erased = new UserErased(ID, "user-1", Instant.EPOCH, "asked for", 1, null);

        assertThat(rules.document(REGISTERED, new UserDeleted(ID), erased)).isNull();
        assertThat(rules.document(REGISTERED, erased)).isNull();
    }

    @Nested
    class SomebodyOfWhomNothingCanBeReadAnyMore {
        private static final UserProfileChanged FORGOTTEN_PROFILE =
                new UserProfileChanged(ID, new Forgotten<>(), new Forgotten<>(), new Forgotten<>(), new Unchanged<>());

        private final UserRegistered registered = new UserRegistered(ID, "uid-7", null, null, USER);

        @Test
        void isFoldedWithoutWhatIsAbsent() {
            assertThat(rules.document(
                            registered, FORGOTTEN_PROFILE, new UserEmailChanged(ID, null), new UserApproved(ID)))
                    .isEqualTo(BUDI.forgotten().withApproved(true));
            assertThat(rules.document(new UserAdded(ID, "uid-7", null, null, null, null, null, USER)))
                    .isEqualTo(BUDI.forgotten());
        }

        @Test
        void isBlankedAsIfItHadNeverBeenReadable() {
            var before = rules.document(REGISTERED, PROFILE);

            assertThat(projection.forget(requireNonNull(before)))
                    .isEqualTo(rules.document(registered, FORGOTTEN_PROFILE));
        }

        @Test
        void isFoundByNothing() {
            assertThat(projection.write(BUDI.forgotten()))
                    .containsEntry("emailKey", null)
                    .containsEntry("nameKey", null)
                    .containsEntry("NIP", null)
                    .containsEntry("jabatanKey", null);
        }

        @Test
        void isShownWithEmptyNameAndAddress() {
            assertThat(BUDI.forgotten().view())
                    .isEqualTo(new UserView(7, "uid-7", "", false, "", null, null, null, false));
        }
    }

    @Test
    void whatIsComparedWithoutRegardToCaseIsStoredThatWay() {
        var stored = projection.write(BUDI.withProfile("BUDI Santoso", null, null, "KEPALA Seksi"));

        assertThat(stored)
                .containsEntry("emailKey", "budi@example.org")
                .containsEntry("nameKey", "budi santoso")
                .containsEntry("jabatanKey", "kepala seksi");
    }
}
