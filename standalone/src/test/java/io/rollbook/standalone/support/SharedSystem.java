package io.rollbook.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

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
        if (parameter.getParameter().getType() == RunningWithFirebase.class) {
            return shared.computeIfAbsent("firebase", key -> new Shared(RunningWithFirebase::start), Shared.class)
                    .get();
        }
        if (parameter.getParameter().getType() == RunningAbroad.class) {
            return shared.computeIfAbsent("abroad", key -> new Shared(RunningAbroad::start), Shared.class)
                    .get();
        }
        if (parameter.getParameter().getType() == RunningElsewhere.class) {
            return shared.computeIfAbsent(
                            "elsewhere", key -> new Shared(data -> RunningElsewhere.named()), Shared.class)
                    .get();
        }
        return parameter.getParameter().getType() == RunningServices.class
                ? shared.computeIfAbsent("services", key -> new Shared(RunningServices::start), Shared.class)
                        .get()
                : shared.computeIfAbsent("standalone", key -> new Shared(RunningStandalone::start), Shared.class)
                        .get();
    }

    /** One class uses a system at a time. */
    static final class OneAtATime implements ResourceLocksProvider {

        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            return Arrays.stream(testClass.getDeclaredConstructors())
                    .flatMap(constructor -> Arrays.stream(constructor.getParameterTypes()))
                    .filter(RunningSystem.class::isAssignableFrom)
                    .map(system -> new Lock(system.getName()))
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<Lock> provideForNestedClass(List<Class<?>> enclosing, Class<?> testClass) {
            return provideForClass(testClass);
        }
    }

    /** A system over a folder of its own, or why it did not start: once is enough to know. */
    private static final class Shared implements AutoCloseable {

        private final Path data = newFolder();
        private @Nullable RunningSystem running;
        private @Nullable Throwable failure;

        Shared(Function<Path, RunningSystem> start) {
            try {
                running = start.apply(data);
            } catch (RuntimeException | AssertionError e) {
                failure = e;
            }
        }

        RunningSystem get() {
            if (running == null) {
                throw new AssertionError("it did not start", failure);
            }
            return running;
        }

        @Override
        public void close() {
            if (running != null) {
                running.close();
            }
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
