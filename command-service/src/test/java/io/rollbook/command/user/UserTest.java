package io.rollbook.command.user;

import static io.rollbook.command.RejectedWith.rejectedWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Reason;
import io.rollbook.api.event.Change;
import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.ApproveUser;
import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.DeleteUser;
import io.rollbook.api.user.DisableUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.EnableUser;
import io.rollbook.api.user.EndSession;
import io.rollbook.api.user.EraseUser;
import io.rollbook.api.user.Gender;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.RegisterUser;
import io.rollbook.api.user.RevokeSessions;
import io.rollbook.api.user.RevokeUserApproval;
import io.rollbook.api.user.RoleAssignedToUser;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.SignOutUser;
import io.rollbook.api.user.ToggleUser;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserApprovalRevoked;
import io.rollbook.api.user.UserApproved;
import io.rollbook.api.user.UserCommand;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEnabled;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserPasswordChanged;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.api.user.UserSessionEnded;
import io.rollbook.api.user.UserSessionsRevoked;
import io.rollbook.api.user.UserSignedOut;
import io.rollbook.api.user.UserView;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandReason;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandedAggregate;
import io.rollbook.command.bus.IfMatch;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserTest {

    private static final UserId ID = new UserId(7);
    private static final SessionId SESSION = SessionId.random();
    private static final Instant RESET = Instant.parse("2026-03-01T10:15:30Z");
    private static final RoleId USER = BuiltInRole.USER.id();
    private static final RoleId OPERATOR = new RoleId(4);
    private static final String NIP = "198001012005011001";
    private static final Actor ADMIN = new Actor("user-1", true);
    private static final Actor SELF = new Actor("user-7", false);
    private static final Actor SELF_AS_ADMIN = new Actor("user-7", true);

    private static final UserRegistered REGISTERED = new UserRegistered(ID, "uid-7", "budi@example.org", "Budi", USER);
    private static final UserAdded ADDED =
            new UserAdded(ID, "uid-7", "budi@example.org", "Budi", NIP, Gender.L, "Analis", USER);

    private static final Change<String> RENAMED = new Given<>("Budi S.");

    private AggregateTestFixture<User> fixture = newFixture();

    @BeforeEach
    void freshFixture() {
        fixture = newFixture();
    }

    private static AggregateTestFixture<User> newFixture() {
        return new AggregateTestFixture<>(User.class);
    }

    private static UserErased certificate(long events) {
        return new UserErased(
                ID, "user-1", Instant.parse("2026-03-01T10:15:30Z"), "asked for by letter", events, "fingerprint");
    }

    @Nested
    class RegisteringAUser {

        private final RegisterUser command =
                new RegisterUser(ID, "uid-7", EmailAddress.parse(" budi@example.org "), new PersonName("Budi"));

        @Test
        void givesThemTheRoleUserAndNoApproval() {
            given().when(command, by(Actor.ANONYMOUS))
                    .expectEvents(REGISTERED)
                    .expectResultMessagePayload(recorded(view("Budi", null, null, null, false, false), 0, true));
        }

        @Test
        void isRefusedUnderAnIdThatIsTaken() {
            given(REGISTERED)
                    .when(command, by(Actor.ANONYMOUS))
                    .expectNoEvents()
                    .expectException(RuntimeException.class);
        }
    }

    @Nested
    class AddingAUser {

        @Test
        void recordsAllThatIsKnown() {
            given().when(adding(false), by(ADMIN))
                    .expectEvents(ADDED)
                    .expectResultMessagePayload(recorded(view("Budi", NIP, Gender.L, "Analis", false, false), 0, true));
        }

        @Test
        void approvesAtOnceWhenTheAdminSaysSo() {
            given().when(adding(true), by(ADMIN))
                    .expectEvents(ADDED, new UserApproved(ID))
                    .expectResultMessagePayload(recorded(view("Budi", NIP, Gender.L, "Analis", true, false), 1, true));
        }

        @Test
        void admitsThatNothingIsKnownBeyondNameAndEmail() {
            given().when(
                            new AddUser(
                                    ID,
                                    "uid-7",
                                    new EmailAddress("budi@example.org"),
                                    new PersonName("Budi"),
                                    null,
                                    null,
                                    null,
                                    false,
                                    OPERATOR),
                            by(ADMIN))
                    .expectEvents(new UserAdded(ID, "uid-7", "budi@example.org", "Budi", null, null, null, OPERATOR));
        }

        private AddUser adding(boolean approved) {
            return new AddUser(
                    ID,
                    "uid-7",
                    new EmailAddress("budi@example.org"),
                    new PersonName("Budi"),
                    new Nip(NIP),
                    Gender.L,
                    new JobTitle("Analis"),
                    approved,
                    USER);
        }
    }

    @Nested
    class ChangingAUser {

        @Test
        void leavesWhatIsAbsent() {
            given(ADDED)
                    .when(change(c -> c.name(new PersonName("Budi S."))), by(ADMIN))
                    .expectEvents(new UserProfileChanged(ID, RENAMED, keep(), keep(), keep()));
        }

        @Test
        void clearsAnOptionalFieldThatIsNull() {
            given(ADDED)
                    .when(change(c -> c.nip(Edit.clear()).gender(Edit.clear()).jabatan(Edit.clear())), by(ADMIN))
                    .expectEvents(
                            new UserProfileChanged(ID, keep(), new Cleared<>(), new Cleared<>(), new Cleared<>()));
        }

        @Test
        void recordsEachKindOfChangeAsItsOwnFact() {
            given(ADDED)
                    .when(
                            change(c -> c.name(new PersonName("Budi S."))
                                    .email(new EmailAddress("budi.s@example.org"))
                                    .password(new NewPassword("correct horse"))
                                    .role(OPERATOR)
                                    .approved(true)),
                            by(ADMIN))
                    .expectEvents(
                            new UserProfileChanged(ID, RENAMED, keep(), keep(), keep()),
                            new UserEmailChanged(ID, "budi.s@example.org"),
                            new UserPasswordChanged(ID),
                            new RoleAssignedToUser(ID, OPERATOR),
                            new UserApproved(ID));
        }

        @Test
        void appendsNothingWhenNothingIsDifferent() {
            given(ADDED)
                    .when(
                            change(c -> c.name(new PersonName("Budi"))
                                    .email(new EmailAddress("budi@example.org"))
                                    .nip(Edit.put(new Nip(NIP)))
                                    .gender(Edit.put(Gender.L))
                                    .jabatan(Edit.put(new JobTitle("Analis")))
                                    .role(USER)
                                    .approved(false)),
                            by(ADMIN))
                    .expectNoEvents()
                    .expectResultMessagePayload(
                            recorded(view("Budi", NIP, Gender.L, "Analis", false, false), 0, false));
        }

        @Test
        void recordsAnotherSpellingOfTheSameEmail() {
            given(ADDED)
                    .when(change(c -> c.email(new EmailAddress("Budi@example.org"))), by(ADMIN))
                    .expectEvents(new UserEmailChanged(ID, "Budi@example.org"));
        }

        @Test
        void revokesTheApproval() {
            given(ADDED, new UserApproved(ID))
                    .when(change(c -> c.approved(false)), by(ADMIN))
                    .expectEvents(new UserApprovalRevoked(ID));
        }

        @Test
        void letsAUserChangeTheirOwnNameGenderJabatanAndPassword() {
            given(ADDED, new UserApproved(ID))
                    .when(
                            change(c -> c.name(new PersonName("Budi S."))
                                    .gender(Edit.clear())
                                    .jabatan(Edit.put(new JobTitle("Kepala")))
                                    .password(new NewPassword("correct horse"))),
                            by(SELF))
                    .expectEvents(
                            new UserProfileChanged(ID, RENAMED, keep(), new Cleared<>(), new Given<>("Kepala")),
                            new UserPasswordChanged(ID));
        }

        @Test
        void letsAUserSendBackWhatOnlyAnAdminMayChange() {
            given(ADDED, new UserApproved(ID))
                    .when(
                            change(c -> c.email(new EmailAddress("budi@example.org"))
                                    .nip(Edit.put(new Nip(NIP)))
                                    .approved(true)
                                    .role(USER)),
                            by(SELF))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @ParameterizedTest
        @MethodSource("io.rollbook.command.user.UserTest#adminOnly")
        void rejectsAUserWhoChangesWhatOnlyAnAdminMay(ChangeUser command) {
            refuses(given(ADDED, new UserApproved(ID)).when(command, by(SELF)), UserReason.ADMIN_ONLY_FIELDS);
        }

        @Test
        void rejectsGivingARoleToOneself() {
            refuses(given(ADDED).when(change(c -> c.role(OPERATOR)), by(SELF_AS_ADMIN)), UserReason.OWN_ROLE);
        }

        @Test
        void rejectsApprovingOneself() {
            refuses(given(ADDED).when(change(c -> c.approved(true)), by(SELF_AS_ADMIN)), UserReason.OWN_APPROVAL);
        }

        @Test
        void appendsNothingOfAChangeThatIsRefusedInPart() {
            refuses(
                    given(ADDED)
                            .when(change(c -> c.name(new PersonName("Budi S.")).role(OPERATOR)), by(SELF_AS_ADMIN)),
                    UserReason.OWN_ROLE);
        }
    }

    static ChangeUser[] adminOnly() {
        return new ChangeUser[] {
            change(c -> c.email(new EmailAddress("other@example.org"))),
            change(c -> c.nip(Edit.put(new Nip("200001012005011001")))),
            change(c -> c.nip(Edit.clear())),
            change(c -> c.approved(false)),
            change(c -> c.role(OPERATOR))
        };
    }

    @Nested
    class ApprovingAUser {

        @Test
        void letsThemIn() {
            given(REGISTERED)
                    .when(new ApproveUser(ID), by(ADMIN))
                    .expectEvents(new UserApproved(ID))
                    .expectResultMessagePayload(recorded(view("Budi", null, null, null, true, false), 1, true));
        }

        @Test
        void appendsNothingWhenTheyAreApprovedAlready() {
            given(REGISTERED, new UserApproved(ID))
                    .when(new ApproveUser(ID), by(ADMIN))
                    .expectNoEvents()
                    .expectResultMessagePayload(recorded(view("Budi", null, null, null, true, false), 1, false));
        }

        @Test
        void rejectsApprovingOneself() {
            refuses(given(REGISTERED).when(new ApproveUser(ID), by(SELF_AS_ADMIN)), UserReason.OWN_APPROVAL);
        }
    }

    @Nested
    class RevokingAnApproval {

        @Test
        void takesItBackAndKeepsTheUser() {
            given(REGISTERED, new UserApproved(ID))
                    .when(new RevokeUserApproval(ID), by(ADMIN))
                    .expectEvents(new UserApprovalRevoked(ID))
                    .expectResultMessagePayload(recorded(view("Budi", null, null, null, false, false), 2, true));
        }

        @Test
        void appendsNothingWhenThereIsNone() {
            given(REGISTERED)
                    .when(new RevokeUserApproval(ID), by(ADMIN))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }
    }

    @Nested
    class DisablingAUser {

        @Test
        void locksThemOut() {
            given(REGISTERED)
                    .when(new DisableUser(ID), by(ADMIN))
                    .expectEvents(new UserDisabled(ID))
                    .expectResultMessagePayload(recorded(view("Budi", null, null, null, false, true), 1, true));
        }

        @Test
        void appendsNothingWhenTheyAreDisabledAlready() {
            given(REGISTERED, new UserDisabled(ID))
                    .when(new DisableUser(ID), by(ADMIN))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }
    }

    @Nested
    class EnablingAUser {

        @Test
        void letsThemInAgain() {
            given(REGISTERED, new UserDisabled(ID))
                    .when(new EnableUser(ID), by(ADMIN))
                    .expectEvents(new UserEnabled(ID))
                    .expectResultMessagePayload(recorded(view("Budi", null, null, null, false, false), 2, true));
        }

        @Test
        void appendsNothingWhenTheyAreEnabledAlready() {
            given(REGISTERED)
                    .when(new EnableUser(ID), by(SELF_AS_ADMIN))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }

        @Test
        void rejectsEnablingOneself() {
            refuses(
                    given(REGISTERED, new UserDisabled(ID)).when(new EnableUser(ID), by(SELF_AS_ADMIN)),
                    UserReason.OWN_ENABLING);
        }
    }

    @Nested
    class TogglingAUser {

        @Test
        void disablesAnEnabledOne() {
            given(REGISTERED).when(new ToggleUser(ID), by(ADMIN)).expectEvents(new UserDisabled(ID));
        }

        @Test
        void enablesADisabledOne() {
            given(REGISTERED, new UserDisabled(ID))
                    .when(new ToggleUser(ID), by(ADMIN))
                    .expectEvents(new UserEnabled(ID));
        }

        @Test
        void rejectsEnablingOneself() {
            refuses(
                    given(REGISTERED, new UserDisabled(ID)).when(new ToggleUser(ID), by(SELF_AS_ADMIN)),
                    UserReason.OWN_ENABLING);
        }
    }

    @Nested
    class DeletingAUser {

        @Test
        void answersTheUserAsTheyWere() {
            given(ADDED, new UserApproved(ID))
                    .when(new DeleteUser(ID), by(ADMIN))
                    .expectEvents(new UserDeleted(ID))
                    .expectResultMessagePayload(recorded(view("Budi", NIP, Gender.L, "Analis", true, false), 2, true));
        }

        @ParameterizedTest
        @MethodSource("io.rollbook.command.user.UserTest#everyLaterCommand")
        void endsEverything(UserCommand command) {
            refuses(given(REGISTERED, new UserDeleted(ID)).when(command, by(ADMIN)), UserReason.NOT_FOUND);
        }
    }

    @Nested
    class SigningOut {

        @Test
        void endsTheSessionsEveryTime() {
            given(REGISTERED, new UserSignedOut(ID))
                    .when(new SignOutUser(ID), by(ADMIN))
                    .expectEvents(new UserSignedOut(ID));
        }

        @Test
        void endsOneSessionOrWhatTheProviderRevoked() {
            given(REGISTERED)
                    .when(new EndSession(ID, SESSION), by(ADMIN))
                    .expectEvents(new UserSessionEnded(ID, SESSION));
            given(REGISTERED)
                    .when(new RevokeSessions(ID, RESET), by(ADMIN))
                    .expectEvents(new UserSessionsRevoked(ID, RESET));
        }
    }

    static UserCommand[] everyLaterCommand() {
        return new UserCommand[] {
            change(c -> c.name(new PersonName("Budi S."))),
            new ApproveUser(ID),
            new RevokeUserApproval(ID),
            new DisableUser(ID),
            new EnableUser(ID),
            new ToggleUser(ID),
            new SignOutUser(ID),
            new EndSession(ID, SESSION),
            new RevokeSessions(ID, RESET),
            new DeleteUser(ID)
        };
    }

    @Test
    void everyCommandButTheCreatingOnesAndErasingIsTriedOnADeletedUser() {
        assertThat(Arrays.stream(everyLaterCommand()).<Class<?>>map(UserCommand::getClass))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(UserCommand.class.getPermittedSubclasses())
                        .filter(type -> type != RegisterUser.class && type != AddUser.class && type != EraseUser.class)
                        .toList());
    }

    @Nested
    class AnExpectedVersion {

        @Test
        void letsTheCommandPassWhenItIsTheCurrentOne() {
            given(REGISTERED, new UserApproved(ID))
                    .when(
                            new DisableUser(ID),
                            Map.of(Actor.KEY, ADMIN, CommandedAggregate.EXPECTED, new IfMatch(Set.of("1"))))
                    .expectEvents(new UserDisabled(ID));
        }

        @Test
        void rejectsTheCommandWhenItIsAnother() {
            refuses(
                    given(REGISTERED, new UserApproved(ID))
                            .when(
                                    new DisableUser(ID),
                                    Map.of(Actor.KEY, ADMIN, CommandedAggregate.EXPECTED, new IfMatch(Set.of("0")))),
                    CommandReason.VERSION_DIFFERS);
        }
    }

    @Nested
    class ErasingAUser {

        private final UserDeleted deleted = new UserDeleted(ID);

        @Test
        void certifiesHowManyEventsItCovers() {
            var erased = certificate(3);
            given(REGISTERED, new UserApproved(ID), deleted)
                    .when(new EraseUser(ID, erased, 2, false), by(ADMIN))
                    .expectEvents(erased)
                    .expectResultMessagePayload(new CommandResult<>(erased, new ConsistencyToken("user-7", 3), true));
        }

        @Test
        void deletesFirstWhoeverIsStillOnTheRollIfAskedTo() {
            given(ADDED)
                    .when(new EraseUser(ID, certificate(2), 0, true), by(ADMIN))
                    .expectEvents(deleted, certificate(2));
        }

        @Test
        void deletesNobodyTwice() {
            given(ADDED, deleted)
                    .when(new EraseUser(ID, certificate(2), 1, true), by(ADMIN))
                    .expectEvents(certificate(2));
        }

        @Test
        void rejectsWhoeverIsStillOnTheRoll() {
            refuses(
                    given(REGISTERED).when(new EraseUser(ID, certificate(1), 0, false), by(ADMIN)),
                    UserReason.NOT_DELETED);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 2})
        void rejectsACertificateThatWasDrawnUpForAnotherVersion(long version) {
            refuses(
                    given(ADDED, deleted).when(new EraseUser(ID, certificate(2), version, true), by(ADMIN)),
                    CommandReason.CHANGED_MEANWHILE);
        }

        @Test
        void answersARetryWithTheCertificateThereIs() {
            var erased = certificate(2);
            given(REGISTERED, deleted, erased)
                    .when(new EraseUser(ID, certificate(3), 2, true), by(Actor.SYSTEM))
                    .expectNoEvents()
                    .expectResultMessagePayload(new CommandResult<>(erased, new ConsistencyToken("user-7", 2), false));
        }

        @Test
        void leavesNothingOfThePersonInMemory() {
            given(ADDED, deleted)
                    .when(new EraseUser(ID, certificate(2), 1, false), by(ADMIN))
                    .expectState(user -> assertThat(user.view())
                            .isEqualTo(new UserView(7, "uid-7", "", false, "", null, null, null, false)));
        }

        @Test
        void leavesEverythingElseRejected() {
            refuses(
                    given(REGISTERED, deleted, certificate(2)).when(new ApproveUser(ID), by(ADMIN)),
                    UserReason.NOT_FOUND);
        }
    }

    @Test
    void aCommandWithoutAnActorIsNotHandled() {
        given(REGISTERED).when(new ApproveUser(ID)).expectNoEvents().expectException(RuntimeException.class);
    }

    private TestExecutor<User> given(Object... events) {
        return fixture.given(events);
    }

    private static void refuses(ResultValidator<User> result, Reason reason) {
        result.expectNoEvents().expectException(rejectedWith(reason));
    }

    private static <T> Change<T> keep() {
        return new Unchanged<>();
    }

    private static Map<String, Object> by(Actor actor) {
        return Map.of(Actor.KEY, actor);
    }

    private static CommandResult<UserView> recorded(UserView view, long version, boolean changed) {
        return new CommandResult<>(view, new ConsistencyToken("user-7", version), changed);
    }

    private static UserView view(
            String name,
            @Nullable String nip,
            @Nullable Gender gender,
            @Nullable String jabatan,
            boolean approved,
            boolean disabled) {
        return new UserView(7, "uid-7", "budi@example.org", disabled, name, nip, gender, jabatan, approved);
    }

    private static ChangeUser change(UnaryOperator<Fields> change) {
        return change.apply(new Fields(
                        new ChangeUser(ID, null, null, null, Edit.keep(), Edit.keep(), Edit.keep(), null, null)))
                .command();
    }

    /** A change of nothing, to which a test adds what it is about. */
    private record Fields(ChangeUser command) {

        Fields email(EmailAddress email) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, email, c.newPassword(), c.name(), c.nip(), c.gender(), c.jabatan(), c.approved(), c.role()));
        }

        Fields password(NewPassword password) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, c.email(), password, c.name(), c.nip(), c.gender(), c.jabatan(), c.approved(), c.role()));
        }

        Fields name(PersonName name) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, c.email(), c.newPassword(), name, c.nip(), c.gender(), c.jabatan(), c.approved(), c.role()));
        }

        Fields nip(Edit<Nip> nip) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, c.email(), c.newPassword(), c.name(), nip, c.gender(), c.jabatan(), c.approved(), c.role()));
        }

        Fields gender(Edit<Gender> gender) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, c.email(), c.newPassword(), c.name(), c.nip(), gender, c.jabatan(), c.approved(), c.role()));
        }

        Fields jabatan(Edit<JobTitle> jabatan) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, c.email(), c.newPassword(), c.name(), c.nip(), c.gender(), jabatan, c.approved(), c.role()));
        }

        Fields approved(boolean approved) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, c.email(), c.newPassword(), c.name(), c.nip(), c.gender(), c.jabatan(), approved, c.role()));
        }

        Fields role(RoleId role) {
            var c = command;
            return new Fields(new ChangeUser(
                    ID, c.email(), c.newPassword(), c.name(), c.nip(), c.gender(), c.jabatan(), c.approved(), role));
        }
    }
}
