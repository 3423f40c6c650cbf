package io.rollbook.query.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
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
import io.rollbook.query.projection.DeadLetterReason;
import io.rollbook.query.projection.FoldingRules;
import io.rollbook.web.access.EndedSessions;
import io.rollbook.web.access.Revocation;
import io.rollbook.web.access.VerifiedToken;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccessProjectionTest {
    private static final UserId ID = new UserId(7);
    private static final RoleId USER = new RoleId(3);
    private static final UserRegistered REGISTERED = new UserRegistered(ID, "uid-7", "Budi@Example.org", "Budi", USER);
    private static final AccessDocument BUDI = AccessDocument.of(ID, "uid-7", USER);
    private static final SessionId SESSION = SessionId.random();

    private final FoldingRules<AccessDocument, ?> rules = new FoldingRules<>(new AccessProjection());

    @Test
    void whoComesMayDoNothingYet() {
        assertThat(rules.document(REGISTERED)).isEqualTo(BUDI);
        assertThat(rules.document(new UserAdded(ID, "uid-7", "b@example.org", "Budi", null, null, null, USER)))
                .isEqualTo(BUDI);
    }

    @Test
    void whatTellsOfThePersonIsNotSeen() {
        var profile = new UserProfileChanged(
                ID, new Given<>("Budi S"), new Unchanged<>(), new Unchanged<>(), new Unchanged<>());

        assertThat(rules.document(REGISTERED, profile, new UserEmailChanged(ID, "new@example.org")))
                .isEqualTo(BUDI);
    }

    @Test
    void approvalComesAndGoes() {
        assertThat(rules.document(REGISTERED, new UserApproved(ID))).isEqualTo(BUDI.withApproved(true));
        assertThat(rules.document(REGISTERED, new UserApproved(ID), new UserApprovalRevoked(ID)))
                .isEqualTo(BUDI);
    }

    @Test
    void theRoleIsTheLastOneAssigned() {
        assertThat(rules.document(REGISTERED, new RoleAssignedToUser(ID, new RoleId(1))))
                .isEqualTo(BUDI.withRole(new RoleId(1)));
    }

    @Test
    void aPasswordChangeAndASignOutOnlyEndSessions() {
        for (var ending : List.<UserEvent>of(new UserPasswordChanged(ID), new UserSignedOut(ID))) {
            var user = document(REGISTERED, ending);

            assertThat(user.revocation().version()).isEqualTo(1);
            assertThat(user.withRevocation(Revocation.NONE)).isEqualTo(BUDI);
        }
    }

    @Test
    void aSessionThatEndsTakesNoOtherWithIt() {
        var user = document(REGISTERED, new UserSessionEnded(ID, SESSION));

        assertThat(user.refuses(token(SESSION))).isTrue();
        assertThat(user.refuses(token(SessionId.random()))).isFalse();
        assertThat(user.withEndedSessions(EndedSessions.NONE)).isEqualTo(BUDI);
    }

    @Test
    void whatTheProviderRevokedEndsWhatBeganUntilThenAndNothingElse() {
        var reset = Instant.parse("2026-03-01T10:15:30Z");
        var user = document(REGISTERED, new UserSessionEnded(ID, SESSION), new UserSessionsRevoked(ID, reset));

        assertThat(user.refuses(token(reset, SessionId.random()))).isTrue();
        assertThat(user.refuses(token(reset.plusSeconds(1), SessionId.random())))
                .isFalse();
        assertThat(user.refuses(token(reset.plusSeconds(1), SESSION))).isTrue();
    }

    @Test
    void whatTheProviderRevokedIsFoundOutLaterThanWhatEndedSince() {
        var user = document(REGISTERED, new UserSignedOut(ID), new UserSessionsRevoked(ID, Instant.EPOCH));
        var signedOut = document(REGISTERED, new UserSignedOut(ID)).revocation();

        assertThat(user.revocation().at()).isEqualTo(signedOut.at());
    }

    @Test
    void whenAllSessionsEndNoneHasEndedByItself() {
        for (var ending :
                List.<UserEvent>of(new UserPasswordChanged(ID), new UserSignedOut(ID), new UserDisabled(ID))) {
            var user = document(REGISTERED, new UserSessionEnded(ID, SESSION), ending);

            assertThat(user.endedSessions()).isEqualTo(EndedSessions.NONE);
        }
    }

    @Test
    void theLastEndOfSessionsCounts() {
        var user = document(REGISTERED, new UserPasswordChanged(ID), new UserApproved(ID), new UserSignedOut(ID));

        assertThat(user.revocation().version()).isEqualTo(3);
    }

    @Test
    void disablementComesAndGoesAndEndsSessions() {
        var disabled = document(REGISTERED, new UserDisabled(ID));
        var enabled = document(REGISTERED, new UserDisabled(ID), new UserEnabled(ID));

        assertThat(disabled.withRevocation(Revocation.NONE)).isEqualTo(BUDI.withDisabled(true));
        assertThat(enabled.withRevocation(Revocation.NONE)).isEqualTo(BUDI);
        assertThat(enabled.revocation().version()).isEqualTo(1);
    }

    @Test
    void whoIsDeletedOrErasedIsGone() {
        var erased = new UserErased(ID, "user-1", Instant.EPOCH, "asked for", 1, null);

        assertThat(rules.document(REGISTERED, new UserDeleted(ID))).isNull();
        assertThat(rules.document(REGISTERED, new UserDeleted(ID), erased)).isNull();
        assertThat(rules.document(REGISTERED, erased)).isNull();
    }

    @Test
    void nothingHappensToWhoIsNotThere() {
        assertThat(rules.deadLetter(new UserApproved(ID))).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(REGISTERED, REGISTERED)).isEqualTo(DeadLetterReason.UNFOLDABLE);
        assertThat(rules.deadLetter(REGISTERED, new UserDeleted(ID), new UserApproved(ID)))
                .isEqualTo(DeadLetterReason.UNFOLDABLE);
    }

    private AccessDocument document(UserEvent... events) {
        return Objects.requireNonNull(rules.document(events));
    }

    private static VerifiedToken token(SessionId session) {
        return new VerifiedToken("uid-7", new ConsistencyToken("user-7", 0), Instant.EPOCH, session, Instant.MAX);
    }

    private static VerifiedToken token(Instant begun, SessionId session) {
        return new VerifiedToken("uid-7", null, begun, session, Instant.MAX);
    }
}
