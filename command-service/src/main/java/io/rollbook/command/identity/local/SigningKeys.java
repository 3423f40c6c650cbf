package io.rollbook.command.identity.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.UUID;

/**
 * The keys tokens are signed with, kept as a JWK set in a file that only its owner can read. Instances of the command
 * service that shall accept each other's tokens share the file. The first key signs, all of them verify.
 */
final class SigningKeys {

    private final JWKSet keys;

    private SigningKeys(JWKSet keys) {
        this.keys = keys;
    }

    /**
     * The keys in {@code file}; makes the file with one new key when there is none.
     *
     * @throws IllegalStateException when the file can be neither read nor made, in a sentence for an operator
     */
    static SigningKeys in(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            var keys = JWKSet.parse(Files.readString(file));
            if (keys.isEmpty() || !(keys.getKeys().getFirst() instanceof ECKey signing) || !signing.isPrivate()) {
                throw new IllegalStateException(
                        file + " holds no private EC key as its first; restore it from a backup");
            }
            return new SigningKeys(keys);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the signing keys in " + file + " can be neither read nor made: " + e.getMessage(), e);
        } catch (ParseException e) {
            throw new IllegalStateException(file + " is no JWK set; restore it from a backup", e);
        }
    }

    ECKey signing() {
        return keys.getKeys().getFirst().toECKey();
    }

    /** All keys, private halves included. */
    JWKSet all() {
        return keys;
    }

    /** What everybody may know. */
    JWKSet published() {
        return keys.toPublicJWKSet();
    }

    private static void create(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        var content = new JWKSet(generate()).toString(false);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var half = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly);
        Files.write(half, content.getBytes(StandardCharsets.UTF_8));
        try {
            // A link, not a move: of two instances that start together the first one's key stays.
            Files.createLink(file, half);
        } catch (FileAlreadyExistsException e) {
            // Another instance was first; its key is read next.
        } catch (UnsupportedOperationException e) {
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK cannot make EC keys", e);
        }
    }
}
