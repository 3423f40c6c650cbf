package io.rollbook.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories that appear complete or not at all: they are filled beside their final place and then renamed, so that a
 * process that is killed half-way leaves nothing that looks finished.
 */
final class Directories {

    /** Fills an empty directory. */
    @FunctionalInterface
    interface Filler {
        void fill(Path directory) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Directories.class);
    private static final String UNFINISHED = ".unfinished-";

    private Directories() {}

    /** Makes {@code target} with the content {@code filler} gives it, unless it exists. */
    static synchronized void createOnce(Path target, Filler filler) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        var parent = parentOf(target);
        Files.createDirectories(parent);
        removeUnfinished(target);
        var unfinished = target.resolveSibling(
                target.getFileName() + UNFINISHED + ProcessHandle.current().pid());
        Files.createDirectory(unfinished);
        try {
            filler.fill(unfinished);
            rename(unfinished, target);
        } catch (IOException | RuntimeException e) {
            deleteQuietly(unfinished);
            throw e;
        }
        flush(parent);
    }

    static Path parentOf(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "The root has no parent");
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            if (!Files.exists(to)) {
                throw e;
            }
            deleteQuietly(from); // another process was faster, with the same content
        }
    }

    /** What a killed process left; a live one may still be filling its own. */
    private static void removeUnfinished(Path target) throws IOException {
        try (var siblings = Files.newDirectoryStream(parentOf(target), target.getFileName() + UNFINISHED + "*")) {
            for (var sibling : siblings) {
                var name = sibling.getFileName().toString();
                var owner = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
                var own = owner == ProcessHandle.current().pid();
                if (own || ProcessHandle.of(owner).isEmpty()) {
                    deleteQuietly(sibling);
                }
            }
        }
    }

    static void deleteQuietly(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("{} could not be removed; the next start tries again", directory, e);
        }
    }

    /** Makes a rename in the directory survive a power cut. Windows neither needs nor allows it. */
    private static void flush(Path directory) throws IOException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
