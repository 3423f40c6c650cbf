package io.rollbook.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this operating system and processor, unpacked from the class path. */
final class PostgresBinaries {

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final String ROOT_REFUSED =
            "The embedded PostgreSQL cannot run as root on this machine; start Rollbook as an ordinary user.";

    private final Path bin;
    private final List<String> prefix;

    private PostgresBinaries(Path bin, List<String> prefix) {
        this.bin = bin;
        this.prefix = prefix;
    }

    /**
     * Unpacks the programs, about 45 MB, unless they are there already.
     *
     * @param directory where they go, in a sub-directory that carries their version; may be shared by several servers
     * @throws EmbeddedServersException if there are none for this machine, or if they may not run as this user
     */
    static PostgresBinaries unpack(Path directory) throws IOException {
        var archive = archive();
        var name = archive.getPath().replaceAll(".*/|\\.txz$", "");
        var size = archive.openConnection().getContentLengthLong();
        var unpacked = directory.toAbsolutePath().resolve(name + "-" + size);
        Directories.createOnce(unpacked, target -> {
            try (var in = archive.openStream()) {
                untar(in, target);
            }
        });
        return new PostgresBinaries(unpacked.resolve("bin"), commandPrefix());
    }

    /** The command line that runs one of the programs. */
    List<String> command(String program, List<String> arguments) {
        var command = new ArrayList<>(prefix);
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static URL archive() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arm = List.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
        var candidates = new ArrayList<String>();
        if (os.startsWith("linux")) {
            var architecture = arm ? "arm_64" : "x86_64";
            if (Files.exists(Path.of("/etc/alpine-release"))) {
                candidates.add("postgres-linux-" + architecture + "-alpine_linux");
            } else {
                candidates.add("postgres-linux-" + architecture);
            }
        } else if (os.startsWith("mac")) {
            if (arm) {
                candidates.add("postgres-darwin-arm_64");
            }
            candidates.add("postgres-darwin-x86_64");
        } else if (os.startsWith("windows")) {
            candidates.add("postgres-windows-x86_64");
        }
        for (var candidate : candidates) {
            @Nullable URL found = PostgresBinaries.class.getResource("/" + candidate + ".txz");
            if (found != null) {
                return found;
            }
        }
        throw new EmbeddedServersException("There is no embedded PostgreSQL for %s on %s; use a PostgreSQL of your own."
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    private static void untar(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The archive wants to write outside its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink() || entry.isLink()) {
                    Files.createDirectories(Directories.parentOf(file));
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(Directories.parentOf(file));
                    Files.copy(tar, file);
                    if (Directories.parentOf(file).endsWith("bin")) {
                        file.toFile().setExecutable(true, false);
                    }
                }
            }
        }
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace without a mapping the same process counts as an ordinary
     * user and keeps its rights on the files.
     */
    private static List<String> commandPrefix() throws IOException {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isDirectory(Path.of("/proc/self"))) {
            return List.of();
        }
        var prefix = List.of("unshare", "-U");
        var probe = new ArrayList<>(prefix);
        probe.addAll(List.of("id", "-u"));
        try {
            var result = Subprocess.run(probe, "", PROBE_LIMIT);
            if (result.succeeded() && !result.output().equals("0")) {
                return prefix;
            }
        } catch (IOException e) {
            throw new EmbeddedServersException(ROOT_REFUSED, e);
        }
        throw new EmbeddedServersException(ROOT_REFUSED);
    }
}
