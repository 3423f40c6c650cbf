package io.rollbook.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.FirebaseEmulator;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.RunningWithFirebase;
import io.rollbook.standalone.support.Samples;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 between the account at the identity provider and the event in our store, in both orders. */
@Tag("thorough")
@EnabledIf(value = "io.rollbook.standalone.support.FirebaseEmulator#canRun", disabledReason = FirebaseEmulator.SKIPPED)
class AccountCrashIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void noOrphanRemainsAndTheEmailCanRegister() throws InterruptedException {
        try (var emulator = FirebaseEmulator.start(folder.resolve("emulator"));
                var proxy = new KillingProxy(emulator.host())) {
            var registration = Samples.registration();
            killBetweenAccountAndAppend(proxy, registration);
            assertThat(emulator.has(registration.text("email"))).isTrue();

            killBetweenAppendAndAccount(proxy, emulator, registration);
            assertThat(emulator.has(registration.text("email"))).isTrue();

            try (var restarted = start(proxy)) {
                assertFree(restarted, emulator, registration);
            }
        }
    }

    private void killBetweenAccountAndAppend(KillingProxy proxy, Fields registration) throws InterruptedException {
        try (var standalone = start(proxy)) {
            var struck = proxy.strike(
                    "/projects/" + FirebaseEmulator.PROJECT + "/accounts",
                    KillingProxy.Moment.AFTER_IT_HAS_DONE_IT,
                    standalone::kill);
            assertThatThrownBy(() -> standalone.people().anonymous().post("/api/auth/register", registration))
                    .isInstanceOf(UncheckedIOException.class);
            KillingProxy.await(struck);
        }
    }

    private void killBetweenAppendAndAccount(KillingProxy proxy, FirebaseEmulator emulator, Fields registration)
            throws InterruptedException {
        try (var standalone = start(proxy)) {
            var registered = assertFree(standalone, emulator, registration);
            var user = userWith(standalone, registered, registration.text("email"));
            var struck = proxy.strike("/accounts:delete", KillingProxy.Moment.BEFORE_IT_IS_ASKED, standalone::kill);
            try {
                var deleted = standalone.people().admin().client().delete(user);
                assertThat(deleted.status()).as("%s", deleted).isEqualTo(200);
            } catch (UncheckedIOException killedWhileAnswering) {
                // The account's turn comes as soon as the event is committed, maybe before the answer is out.
            }
            KillingProxy.await(struck);
        }
    }

    /** No account is left that nobody has, and the email can register. */
    private static Answer assertFree(RunningStandalone standalone, FirebaseEmulator emulator, Fields registration) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(emulator.has(registration.text("email"))).isFalse());
        assertNoDrift(standalone);
        var registered = standalone.people().anonymous().post("/api/auth/register", registration);
        assertThat(registered.status()).as("%s", registered).isEqualTo(201);
        return registered;
    }

    private RunningStandalone start(KillingProxy proxy) {
        var settings = new HashMap<>(RunningWithFirebase.settings(proxy.host()));
        settings.putAll(Map.of("ROLLBOOK_IDENTITY_ACCOUNTS_GRACE", "2s"));
        return RunningStandalone.start(folder.resolve("rollbook"), settings);
    }

    private static String userWith(RunningStandalone standalone, Answer registered, String email) {
        var found = standalone.people().admin().client().after(registered).get("/api/users?email=" + email);
        return "/api/users/" + found.payload().path(0).path("id").asString();
    }

    private static void assertNoDrift(RunningStandalone standalone) {
        await().atMost(SOON).untilAsserted(() -> {
            var drift = drift(standalone);
            for (var kind : drift.payload().properties()) {
                assertThat(kind.getValue().isEmpty()).as("%s", drift).isTrue();
            }
        });
    }

    private static Answer drift(RunningStandalone standalone) {
        var drift = standalone.people().admin().client().get("/api/admin/identity/drift");
        assertThat(drift.status()).as("%s", drift).isEqualTo(200);
        return drift;
    }
}
