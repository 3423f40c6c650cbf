package io.rollbook.personal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.UUID;

/** The key ring in a file that only its owner may read. */
public final class KeyRingFile {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private KeyRingFile() {}

    /**
     * The ring in the file, which is made where there is none. Of several processes that do this at once one makes it, and
     * all have the same.
     *
     * @throws IOException when the file can neither be read nor made, or is not a key ring
     */
    public static KeyRing loadOrCreate(Path file) throws IOException {
        return loadOrCreate(file, KeyRingFormat.CLEAR);
    }

    /** The same of a file in that format. */
    public static KeyRing loadOrCreate(Path file, KeyRingFormat format) throws IOException {
        if (!Files.exists(file)) {
            create(file, format);
        }
        return load(file, format);
    }

    /**
     * The ring in the file.
     *
     * @throws IOException when there is none
     */
    public static KeyRing load(Path file) throws IOException {
        return load(file, KeyRingFormat.CLEAR);
    }

    /** The same of a file in that format. */
    public static KeyRing load(Path file, KeyRingFormat format) throws IOException {
        try {
            return format.read(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file.getFileName() + " " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file.getFileName() + " cannot be decrypted: " + e.getMessage(), e);
        }
    }

    /** Puts another ring in the place of the one in the file, at once and wholly. */
    public static void replace(Path file, KeyRing ring) throws IOException {
        replace(file, ring, KeyRingFormat.CLEAR);
    }

    /** The same in that format, whatever the format was. */
    public static void replace(Path file, KeyRing ring, KeyRingFormat format) throws IOException {
        var whole = writeBeside(file, ring, format);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A file with a new ring.
     *
     * @return whether it was made; {@code false} when there is a file already, which stays as it is
     */
    static boolean create(Path file, KeyRingFormat format) throws IOException {
        var whole = writeBeside(file, KeyRing.random(), format);
        try {
            // Unlike a move, a link never replaces what another process has made meanwhile.
            Files.createLink(file, whole);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static Path writeBeside(Path file, KeyRing ring, KeyRingFormat format) throws IOException {
        String text;
        try {
            text = format.write(ring);
        } catch (GeneralSecurityException e) {
            throw new IOException(file.getFileName() + " cannot be encrypted: " + e.getMessage(), e);
        }
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file, not the root");
        Files.createDirectories(folder);
        var whole = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID());
        var attributes = Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {OWNER_ONLY}
                : new FileAttribute<?>[0];
        Files.createFile(whole, attributes);
        Files.writeString(whole, text);
        return whole;
    }
}
