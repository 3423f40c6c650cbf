package io.rollbook.personal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How a key ring is written down: in the clear, or encrypted with a key that never leaves a key management service. */
public sealed interface KeyRingFormat {

    /** In the clear, for where the place itself is kept from others. */
    KeyRingFormat CLEAR = new Clear();

    /** Encrypted with {@code key}, so that the text alone opens nothing. */
    static KeyRingFormat encryptedWith(Aead key) {
        return new Encrypted(key);
    }

    /**
     * The ring as text.
     *
     * @throws GeneralSecurityException when the service that has the key refuses or cannot be reached
     */
    String write(KeyRing ring) throws GeneralSecurityException;

    /**
     * The ring that a text holds.
     *
     * @throws IllegalArgumentException when it is none in this format; the message goes on after the name of the place, and
     *     tells nothing of what is there
     * @throws GeneralSecurityException when the service that has the key refuses or cannot be reached
     */
    KeyRing read(String text) throws GeneralSecurityException;

    /** The format {@link #CLEAR}. */
    final class Clear implements KeyRingFormat {

        private Clear() {}

        @Override
        public String write(KeyRing ring) {
            return ring.write();
        }

        @Override
        public KeyRing read(String text) {
            if (!Encrypted.in(text).isEmpty()) {
                throw new IllegalArgumentException("is encrypted: rollbook.personal.kms-uri must name its key");
            }
            try {
                return KeyRing.read(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is no key ring");
            }
        }
    }

    /** The format of {@link #encryptedWith}: a JSON object with the one member {@code encrypted}, in Base64. */
    final class Encrypted implements KeyRingFormat {

        private static final String MEMBER = "encrypted";
        private static final byte[] ASSOCIATED = "rollbook key ring".getBytes(UTF_8);
        private static final JsonMapper JSON = JsonMapper.builder().build();

        private final Aead key;

        private Encrypted(Aead key) {
            this.key = key;
        }

        @Override
        public String write(KeyRing ring) throws GeneralSecurityException {
            var encrypted = key.encrypt(ring.write().getBytes(UTF_8), ASSOCIATED);
            return JSON.writeValueAsString(
                    JSON.createObjectNode().put(MEMBER, Base64.getEncoder().encodeToString(encrypted)));
        }

        @Override
        public KeyRing read(String text) throws GeneralSecurityException {
            var encrypted = in(text);
            if (encrypted.isEmpty()) {
                throw new IllegalArgumentException("is not encrypted, although rollbook.personal.kms-uri names a key");
            }
            return KeyRing.read(new String(key.decrypt(Base64.getDecoder().decode(encrypted), ASSOCIATED), UTF_8));
        }

        // Empty when there is nothing encrypted.
        private static String in(String text) {
            try {
                return JSON.readTree(text).path(MEMBER).asString("");
            } catch (JacksonException e) {
                return "";
            }
        }
    }
}
