package io.rollbook.web.personal;

import io.rollbook.personal.KeyRing;
import io.rollbook.personal.KeyRingFile;
import io.rollbook.personal.KeyRingFormat;
import io.rollbook.personal.KmsKeys;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Opens the key ring from where the settings say, in the format that they say. */
public final class KeyRings {

    private final KeyRingSettings settings;
    private final KeyRingFormat format;

    private KeyRings(KeyRingSettings settings, KeyRingFormat format) {
        this.settings = settings;
        this.format = format;
    }

    /**
     * The key ring of these settings.
     *
     * @throws StartRefused when the KMS key that they name cannot be used
     */
    public static KeyRings of(KeyRingSettings settings) {
        var uri = settings.kmsUri();
        if (uri == null) {
            return new KeyRings(settings, KeyRingFormat.CLEAR);
        }
        try {
            return new KeyRings(settings, KeyRingFormat.encryptedWith(KmsKeys.find(uri, settings.kmsCredentials())));
        } catch (GeneralSecurityException e) {
            throw new StartRefused("rollbook.personal.kms-uri: " + e.getMessage());
        }
    }

    /**
     * The ring that is in the settings themselves, empty when it is in the file.
     *
     * @throws StartRefused when what is there is no key ring, or cannot be decrypted
     */
    public Optional<KeyRing> given() {
        var given = settings.keyRing();
        if (given == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(format.read(given));
        } catch (IllegalArgumentException e) {
            throw new StartRefused("rollbook.personal.key-ring " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new StartRefused("rollbook.personal.key-ring cannot be decrypted: " + e.getMessage());
        }
    }

    /** The file that the ring is in when the settings have none. */
    public Path file() {
        return settings.keyRingFile();
    }

    /**
     * The ring in the file.
     *
     * @throws IOException when there is none, or it cannot be read or decrypted
     */
    public KeyRing load() throws IOException {
        return KeyRingFile.load(file(), format);
    }

    /**
     * The ring, wherever it is; a file that is not there is made.
     *
     * @throws StartRefused when it can be neither read nor made
     */
    public KeyRing openOrCreate() {
        return given().orElseGet(this::loadOrCreate);
    }

    private KeyRing loadOrCreate() {
        try {
            return KeyRingFile.loadOrCreate(file(), format);
        } catch (IOException e) {
            throw new StartRefused("rollbook.personal.key-ring-file: " + e.getMessage());
        }
    }
}
