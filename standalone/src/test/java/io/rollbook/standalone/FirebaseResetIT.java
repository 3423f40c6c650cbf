package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.FirebaseEmulator;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.People;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningWithFirebase;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Somebody resets their password at Firebase, because another has their session: it ends on both sides. */
@EnabledIf(value = "io.rollbook.standalone.support.FirebaseEmulator#canRun", disabledReason = FirebaseEmulator.SKIPPED)
@OnSharedSystem
class FirebaseResetIT {

    private static final String AUTHENTICATED = "/api/auth/authenticated";
    private static final String SESSION = "/api/auth/session";
    private static final String DRIFT = "/api/admin/identity/drift";
    private static final String NEW = "eight loud valleys";

    private final RunningWithFirebase system;
    private final People people;

    FirebaseResetIT(RunningWithFirebase system) {
        this.system = system;
        this.people = system.people();
    }

    @Test
    void whoComesBackAfterAResetHasEndedWhatBeganBefore() {
        var person = people.newApproved();
        var stolen = people.logIn(person.email(), person.password());

        awaitNextSecond();
        system.resetPassword(person.email(), NEW);
        awaitNextSecond();
        var again = people.logIn(person.email(), NEW);

        success(again, 200, "session");
        isOut(person, stolen);
        success(withTokenOf(again).get(AUTHENTICATED), 200, "user");
    }

    @Test
    void aResetIsFoundWhenAccountsAreComparedAndReportedOnce() {
        var person = people.newApproved();
        var stolen = people.logIn(person.email(), person.password());
        var admin = people.admin().client();
        awaitNextSecond();
        system.resetPassword(person.email(), NEW);

        var revoked = success(admin.get(DRIFT), 200, "drift").path("revokedElsewhere");
        success(admin.post(DRIFT + "/repair"), 200, "repair");

        assertThat(revoked.toString()).contains("\"user-" + person.id() + "\"");
        assertThat(success(admin.get(DRIFT), 200, "drift")
                        .path("revokedElsewhere")
                        .toString())
                .doesNotContain("\"user-" + person.id() + "\"");
        isOut(person, stolen);
    }

    @Test
    void whatRollbookChangesAtFirebaseIsNoReset() {
        var person = people.newApproved();
        var admin = people.admin().client();
        success(admin.put(person.path(), Fields.of("password", NEW)), 200, "user");
        awaitNextSecond();
        var first = people.logIn(person.email(), NEW);
        success(withTokenOf(first).delete(SESSION), 200, "session");
        awaitNextSecond();
        var second = people.logIn(person.email(), NEW);
        success(admin.put(person.path(), Fields.of("name", "Another Name")), 200, "user");
        awaitNextSecond();

        success(people.logIn(person.email(), NEW), 200, "session");
        success(admin.post(DRIFT + "/repair"), 200, "repair");

        success(withTokenOf(second).get(AUTHENTICATED), 200, "user");
    }

    private void isOut(Person person, Answer stolen) {
        error(person.client().forgetful().get(AUTHENTICATED), 401);
        error(withTokenOf(stolen).get(AUTHENTICATED), 401);
        error(withTokenOf(stolen).post(SESSION), 401);
        var cookie = String.join("; ", stolen.allHeaders("Set-Cookie"));
        error(
                people.anonymous()
                        .request("GET", AUTHENTICATED)
                        .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .send(),
                401);
    }

    private RollbookClient withTokenOf(Answer given) {
        return people.anonymous().withToken(given.payload().path("token").stringValue());
    }

    // Firebase tells times in whole seconds.
    private static void awaitNextSecond() {
        LockSupport.parkNanos(Duration.ofMillis(1100).toNanos());
    }
}
