package io.rollbook.standalone.personal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What lies in files, byte by byte, whatever they are. */
final class RawBytes {

    private RawBytes() {}

    /**
     * What to look for.
     *
     * @param name what to call it when it is found
     * @param bytes what it is, one character a byte
     */
    record Needle(String name, String bytes) {

        static Needle of(String text) {
            return of(text, text.getBytes(StandardCharsets.UTF_8));
        }

        static Needle of(String name, byte[] bytes) {
            return new Needle(name, new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * Which of {@code needles} are found under {@code folder}, and where.
     *
     * @return by what was found, the files; nothing of what was not
     */
    static Map<String, Set<String>> find(Path folder, Collection<Needle> needles) {
        var found = new TreeMap<String, Set<String>>();
        for (var file : files(folder)) {
            // One character a byte, so that text is found in what is no text.
            var content = new String(bytes(file), StandardCharsets.ISO_8859_1);
            for (var needle : needles) {
                if (content.contains(needle.bytes())) {
                    found.computeIfAbsent(needle.name(), any -> new TreeSet<>())
                            .add(folder.relativize(file).toString());
                }
            }
        }
        return found;
    }

    private static List<Path> files(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A server that runs may remove a file at any moment.
    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
