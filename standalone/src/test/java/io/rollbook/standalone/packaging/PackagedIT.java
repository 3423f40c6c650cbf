package io.rollbook.standalone.packaging;

import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The packaged standalone, by its own start script. */
@Tag("thorough")
@EnabledIf(value = "isThere", disabledReason = "SKIPPED: it is made by -Pdistribution")
class PackagedIT {

    private static final Path FOLDER = Path.of("target", "rollbook").toAbsolutePath();

    @TempDir
    private Path data;

    static boolean isThere() {
        return Files.exists(FOLDER);
    }

    @Test
    void startsByItsScriptWithItsCacheAndEndsWhenItIsTold() {
        try (var packaged = RunningStandalone.startScript(FOLDER.resolve("rollbook"), data)) {
            var admin = packaged.people().admin().client();

            success(admin.post("/api/users", Samples.user()), 201, "user");
            packaged.stop();

            assertThat(packaged.output()).noneMatch(line -> line.contains("[warning]") || line.contains("[error]"));
        }
    }

    @Test
    void hasACacheThatTheJvmTakes() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "@" + FOLDER.resolve("java.args"),
                        "-XX:AOTCache=" + FOLDER.resolve("rollbook.aot"),
                        "-XX:AOTMode=on",
                        "-cp",
                        FOLDER.resolve("rollbook.jar").toString(),
                        "-version")
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }
}
