package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.servers.FreePort;
import io.rollbook.standalone.support.JavaProcess;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.Samples;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the standalone starts, refuses to start, and ends. */
class LifecycleIT {

    private static final Pattern SIGN_IN = Pattern.compile("(\\S+@\\S+) with password (\\S+)");

    @TempDir
    private Path folder;

    @Test
    void aPortInUseIsOneClearSentence() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var process = RunningStandalone.launch(folder.resolve("data"), taken.getLocalPort());

            assertThat(process.awaitExit()).isNotZero();
            assertOneClearSentence(process, Integer.toString(taken.getLocalPort()));
        }
        assertNothingIsLeftRunning();
    }

    @Test
    void aFolderThatCannotBeMadeIsOneClearSentence() throws IOException {
        // A file in the way stops root too, which a missing permission would not.
        var file = Files.writeString(folder.resolve("file"), "in the way");

        var process = RunningStandalone.launch(file.resolve("data"), FreePort.pick());

        assertThat(process.awaitExit()).isNotZero();
        assertOneClearSentence(process, file.toString());
    }

    @Test
    @Tag("thorough")
    void aFolderInUseIsOneClearSentenceAndItsOwnerGoesOn() {
        var data = folder.resolve("data");
        try (var owner = RunningStandalone.start(data)) {
            var second = RunningStandalone.launch(data, FreePort.pick());

            assertThat(second.awaitExit()).isNotZero();
            assertOneClearSentence(second, data.toString());
            success(owner.people().admin().client().get("/api/roles"), 200, "roles");
        }
        assertNothingIsLeftRunning();
    }

    @Test
    void controlCEndsEverythingAndARestartKeepsTheData() throws IOException {
        assumeThat(interruptsAreHeard()).as("SIGINT is not ignored here").isTrue();
        var data = folder.resolve("data");
        var first = RunningStandalone.start(data);
        var admin = first.people().admin();
        var role = success(admin.client().post("/api/roles", Samples.role()), 201, "role");
        var user = success(admin.client().post("/api/users", Samples.user()), 201, "user");

        first.interrupt();
        assertThat(first.output())
                .noneMatch(line -> line.contains(Samples.PASSWORD)
                        || line.contains(user.path("email").stringValue())
                        || line.contains(user.path("NIP").stringValue()));
        assertNothingIsLeftRunning();

        try (var again = RunningStandalone.start(data)) {
            // The key that signed it is kept too: whoever was signed in still is.
            var client = again.people().anonymous().withToken(admin.client().token());
            assertThat(success(client.get("/api/roles/" + role.path("id")), 200, "role"))
                    .isEqualTo(role);
            assertThat(success(client.get("/api/users/" + user.path("id")), 200, "user"))
                    .isEqualTo(user);
            assertThat(again.people().admin().id()).isEqualTo(admin.id());
        }
        assertNothingIsLeftRunning();
    }

    @Test
    @Tag("thorough")
    void aPasswordNobodyChoseIsPrintedOnceAtTheFirstStart() {
        var data = folder.resolve("data");
        MatchResult signIn;
        try (var first = RunningStandalone.startUntold(data)) {
            signIn = onlySignIn(first.output());
            first.people().signIn(signIn.group(1), signIn.group(2));
        }
        try (var second = RunningStandalone.startUntold(data)) {
            assertThat(second.output()).noneMatch(line -> line.contains(signIn.group(2)));
            second.people().signIn(signIn.group(1), signIn.group(2));
        }
    }

    private static MatchResult onlySignIn(List<String> output) {
        var found =
                output.stream().flatMap(line -> SIGN_IN.matcher(line).results()).toList();
        assertThat(found).as("%s", String.join("\n", output)).hasSize(1);
        return found.getFirst();
    }

    /** Whoever starts a build in the background of a script has it ignore SIGINT, and all that it starts. */
    private static boolean interruptsAreHeard() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return true;
        }
        var sigint = 1L << (2 - 1);
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .allMatch(mask -> (Long.parseUnsignedLong(mask, 16) & sigint) == 0);
    }

    private static void assertOneClearSentence(JavaProcess process, String named) {
        assertThat(process.output())
                .as("the output names %s", named)
                .anyMatch(line -> line.contains(named))
                .noneMatch(
                        line -> line.startsWith("\tat ") || line.contains("Exception") || line.contains("Caused by"));
    }

    /** The servers a standalone starts beside itself have its folder in their command line. */
    private void assertNothingIsLeftRunning() {
        await().untilAsserted(() -> assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(folder.toString()))
                        .map(ProcessHandle::pid))
                .isEmpty());
    }
}
