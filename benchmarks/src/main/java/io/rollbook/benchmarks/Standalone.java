package io.rollbook.benchmarks;

import io.rollbook.benchmarks.served.ConstantController;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The standalone over a folder of its own, as an operator starts it, with one endpoint more.
 *
 * @param arguments of its JVM
 */
record Standalone(Running running, List<String> arguments, Path data) implements AutoCloseable {

    /** Starts its jar and waits until it is ready. Its log lies in {@code data}. */
    static Standalone ofJar(Path jar, Path data) {
        return start(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dloader.path=" + classesOf(ConstantController.class),
                        "-classpath",
                        jar.toAbsolutePath().toString(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher"),
                data);
    }

    /** Starts what is packaged in that folder as its script does, and waits until it is ready. */
    static Standalone packaged(Path folder, Path data) {
        var here = folder.toAbsolutePath().normalize();
        return start(
                List.of(
                        "@" + here.resolve("java.args"),
                        "-XX:AOTCache=" + here.resolve("rollbook.aot"),
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-classpath",
                        here.resolve("rollbook.jar") + ":" + classesOf(ConstantController.class),
                        "io.rollbook.standalone.Launcher"),
                data);
    }

    private static Standalone start(List<String> arguments, Path data) {
        var settings = Map.of(
                "ROLLBOOK_DATA",
                data.resolve("data").toString(),
                "SPRING_MAIN_SOURCES",
                ConstantController.class.getName());
        return new Standalone(Running.start(arguments, settings, data), arguments, data);
    }

    /** Stops it and starts it again over what it has stored. */
    Standalone again() {
        close();
        return start(arguments, data);
    }

    URI origin() {
        return running.origin();
    }

    EventStore eventStore() {
        return new EventStore(data.resolve("data"));
    }

    @Override
    public void close() {
        running.close();
    }

    private static String classesOf(Class<?> type) {
        return Path.of(URI.create(
                        Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
                                .getLocation()
                                .toString()))
                .toString();
    }
}
