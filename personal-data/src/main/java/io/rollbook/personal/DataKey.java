package io.rollbook.personal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One person's key: AES-256 in GCM, with a random nonce of 96 bits in every encryption. All that is known of the person in
 * the history is readable exactly as long as this key exists.
 */
public final class DataKey {
    static final int BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final AesGcmParameters PARAMETERS = parameters();

    private final SecretBytes secret;
    private final Aead aead;

    @AccessesPartialKey
    private DataKey(SecretBytes secret) {
        this.secret = secret;
        try {
            this.aead = AesGcmJce.create(AesGcmKey.builder()
                    .setParameters(PARAMETERS)
                    .setKeyBytes(secret)
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    private static AesGcmParameters parameters() {
        try {
            return AesGcmParameters.builder()
                    .setKeySizeBytes(BYTES)
                    .setIvSizeBytes(NONCE_BYTES)
                    .setTagSizeBytes(TAG_BYTES)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    /** A new key, of random bytes. */
    public static DataKey random() {
        return new DataKey(SecretBytes.randomBytes(BYTES));
    }

    static DataKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a key of %s bytes, not %s".formatted(BYTES, secret.length));
        }
        return new DataKey(SecretBytes.copyFrom(secret, InsecureSecretKeyAccess.get()));
    }

    byte[] secret() {
        return secret.toByteArray(InsecureSecretKeyAccess.get());
    }

    /** The SHA-256 of the key in hexadecimal, by which a certificate names a key that is no more. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] encrypt(byte[] plain, byte[] associated) {
        try {
            return aead.encrypt(plain, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /**
     * What was encrypted.
     *
     * @throws Tampered when this is not what this key once encrypted for that place
     */
    byte[] decrypt(byte[] sealed, byte[] associated) {
        try {
            return aead.decrypt(sealed, associated);
        } catch (GeneralSecurityException e) {
            throw new Tampered("it was not encrypted with this person's key for this field of this event", e);
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "DataKey";
    }
}
