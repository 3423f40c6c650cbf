package io.rollbook.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class the running system its constructor asks for: one {@link RunningStandalone} and one {@link
 * RunningServices} for all classes, ended after the last of them.
 */
public final class SharedSystem implements ParameterResolver {

    private static final ExtensionContext.Namespace SHARED = ExtensionContext.Namespace.create(SharedSystem.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return RunningSystem.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var shared = context.getRoot().getStore(SHARED);
        return parameter.getParameter().getType() == RunningServices.class
                ? shared.computeIfAbsent(RunningServices.class, type -> new Services(), Services.class).running
                : shared.computeIfAbsent(RunningStandalone.class, type -> new Standalone(), Standalone.class).running;
    }

    private static final class Standalone implements AutoCloseable {

        private final Path data = newFolder();
        private final RunningStandalone running = RunningStandalone.start(data);

        @Override
        public void close() {
            running.close();
            delete(data);
        }
    }

    private static final class Services implements AutoCloseable {

        private final Path data = newFolder();
        private final RunningServices running = RunningServices.start(data);

        @Override
        public void close() {
            running.close();
            delete(data);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("rollbook");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
