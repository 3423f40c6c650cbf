package io.rollbook.standalone.packaging;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/**
 * Makes the folder that {@code rollbook} starts from: the jar and its libraries side by side, since a jar within a jar is slow
 * to read, and the cache of classes and profiles that shortens the start (JEP 514, JEP 515). The cache is what a run leaves
 * that starts, does a little of everything, and ends; the JVM believes it only beside the very same files.
 */
public final class Distribution {

    private static final int ROUNDS = 80;
    private static final int PEOPLE = 500;

    private Distribution() {}

    /**
     * Makes it.
     *
     * @param arguments the jar, the folder to make, and the folder with the start script
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        make(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath(), Path.of(arguments[2]));
    }

    private static void make(Path jar, Path folder, Path scripts) throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(folder);
        run(List.of(
                java(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--application-filename",
                "rollbook.jar",
                "--destination",
                folder.toString()));
        FileSystemUtils.copyRecursively(scripts, folder);
        if (!folder.resolve("rollbook").toFile().setExecutable(true)) {
            throw new IOException("the start script cannot be made executable");
        }
        var data = Files.createTempDirectory("rollbook-packaging");
        try {
            train(folder, data);
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        if (Runtime.version().feature() >= 25 && !Files.exists(folder.resolve("rollbook.aot"))) {
            throw new IOException("the run has left no cache");
        }
    }

    private static void train(Path folder, Path data) {
        var program = List.of(
                "@" + folder.resolve("java.args"),
                "-XX:AOTCacheOutput=" + folder.resolve("rollbook.aot"),
                "-Xlog:aot=error",
                "-jar",
                folder.resolve("rollbook.jar").toString());
        try (var running = RunningStandalone.start(data, program)) {
            var admin = running.people().admin().client();
            for (var round = 0; round < ROUNDS; round++) {
                var user = admin.post("/api/users/", Samples.user());
                var role = admin.post("/api/roles", Samples.role()).payload();
                var path = "/api/users/" + user.payload().path("id");
                admin.put(path, Fields.of("name", "Name " + round).with("roleId", role.path("id")));
                admin.post(
                        "/api/userIntegration",
                        Samples.integration(user.payload().path("id").asInt()));
                admin.get(path);
                admin.get("/api/users?page=1&limit=20&sort=-id");
                admin.get("/api/roles");
            }
            admin.request("POST", "/api/admin/users/import?id=training")
                    .body("application/x-ndjson", people())
                    .send();
            admin.settled();
            running.finish();
        }
    }

    private static String people() {
        return IntStream.range(0, PEOPLE)
                .mapToObj(number -> Samples.user().without("password").toString())
                .reduce("", (before, line) -> before + line + "\n");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }
}
