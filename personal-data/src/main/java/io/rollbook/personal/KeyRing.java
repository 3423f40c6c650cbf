package io.rollbook.personal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two secrets above all data keys: the key-encryption key, which data keys are wrapped with before they leave memory,
 * and the index key, with which a value is looked up without being told. Losing the first loses all personal data for good.
 *
 * <p>The first can be rotated: a new one wraps from then on, the old ones still unwrap, and what they wrapped is wrapped
 * again by {@link #rewrap}. The second cannot, since what it made could not be found again.
 */
public final class KeyRing {
    private static final int INDEX_KEY_BYTES = 32;
    private static final int INDEX_BYTES = 32;
    private static final String WRAPPING = "wrapping";
    private static final String INDEX = "index";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KeysetHandle wrapping;
    private final KeysetHandle index;
    private final Aead aead;
    private final PrfSet prf;

    static {
        try {
            AeadConfig.register();
            PrfConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private KeyRing(KeysetHandle wrapping, KeysetHandle index) throws GeneralSecurityException {
        this.wrapping = wrapping;
        this.index = index;
        this.aead = wrapping.getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.prf = index.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
    }

    /** New secrets, of random bytes. */
    public static KeyRing random() {
        try {
            return new KeyRing(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
                    KeysetHandle.generateNew(HmacPrfParameters.builder()
                            .setKeySizeBytes(INDEX_KEY_BYTES)
                            .setHashType(HmacPrfParameters.HashType.SHA256)
                            .build()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The secrets that {@link #write} wrote.
     *
     * @throws IllegalArgumentException when this is something else; the message tells nothing of it
     */
    public static KeyRing read(String json) {
        try {
            var both = JSON.readTree(json);
            return new KeyRing(
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            both.path(WRAPPING).toString(), InsecureSecretKeyAccess.get()),
                    TinkJsonProtoKeysetFormat.parseKeyset(both.path(INDEX).toString(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException | JacksonException | IllegalStateException e) {
            throw new IllegalArgumentException("this is no key ring");
        }
    }

    /** Both secrets in the clear, two Tink keysets in one JSON object. */
    public String write() {
        try {
            var both = JSON.createObjectNode();
            both.set(
                    WRAPPING,
                    JSON.readTree(TinkJsonProtoKeysetFormat.serializeKeyset(wrapping, InsecureSecretKeyAccess.get())));
            both.set(
                    INDEX,
                    JSON.readTree(TinkJsonProtoKeysetFormat.serializeKeyset(index, InsecureSecretKeyAccess.get())));
            return JSON.writeValueAsString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with one more key-encryption key, which wraps from now on. */
    public KeyRing rotated() {
        try {
            var builder = KeysetHandle.newBuilder(wrapping);
            builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary());
            return new KeyRing(builder.build(), index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same without the key-encryption keys that do not wrap any more. What they wrapped can never be unwrapped again. */
    public KeyRing retired() {
        try {
            var primary = wrapping.getPrimary();
            return new KeyRing(
                    KeysetHandle.newBuilder()
                            .addEntry(KeysetHandle.importKey(primary.getKey())
                                    .withFixedId(primary.getId())
                                    .makePrimary())
                            .build(),
                    index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The numbers of the key-encryption keys, the one that wraps now first. */
    public List<Integer> wrappingKeys() {
        var current = wrapping.getPrimary().getId();
        return Stream.concat(
                        Stream.of(current),
                        IntStream.range(0, wrapping.size())
                                .mapToObj(i -> wrapping.getAt(i).getId())
                                .filter(id -> id != current))
                .toList();
    }

    /** Whether {@code wrapped} was wrapped with the key that wraps now; otherwise it is due for {@link #rewrap}. */
    public boolean isCurrent(String wrapped) {
        var bytes = Base64.getDecoder().decode(wrapped);
        var id = wrapping.getPrimary().getId();
        // Tink's output begins with one byte for the version and four for the id of the key.
        return bytes.length > 5
                && (bytes[1] & 0xff) << 24 == (id & 0xff000000)
                && (bytes[2] & 0xff) << 16 == (id & 0xff0000)
                && (bytes[3] & 0xff) << 8 == (id & 0xff00)
                && (bytes[4] & 0xff) == (id & 0xff);
    }

    /** A person's key, fit to be stored and sent. */
    public String wrap(DataKey key, String person) {
        try {
            return Base64.getEncoder().encodeToString(aead.encrypt(key.secret(), associated(person)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot wrap", e);
        }
    }

    /**
     * The key that was wrapped for this person.
     *
     * @throws Tampered when it was not, or with a key-encryption key that is not here
     */
    public DataKey unwrap(String wrapped, String person) {
        try {
            return DataKey.of(aead.decrypt(Base64.getDecoder().decode(wrapped), associated(person)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Tampered("it was not wrapped for this person with a key of this ring", e);
        }
    }

    /** The same key, wrapped with the key that wraps now. */
    public String rewrap(String wrapped, String person) {
        return wrap(unwrap(wrapped, person), person);
    }

    /**
     * What a value is found by, in hexadecimal: the same for the same value, and of no use to guess it without the index key.
     *
     * @param purpose what kind of value it is; the same value for another purpose has another index
     */
    public String index(String purpose, String value) {
        try {
            return HexFormat.of()
                    .formatHex(
                            prf.computePrimary((purpose + '\n' + value).getBytes(StandardCharsets.UTF_8), INDEX_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot compute an index", e);
        }
    }

    /**
     * What shows that an erasure was recorded by somebody who has this ring, in hexadecimal.
     *
     * @param person who is erased
     * @param certificate what is said of it, as it is sent
     */
    public String signErasure(String person, String certificate) {
        return index("the erasure of " + person, certificate);
    }

    /** Whether {@code signature} is that of {@link #signErasure}, said in a time that does not depend on how much of it is. */
    public boolean signedErasure(String person, String certificate, String signature) {
        return MessageDigest.isEqual(
                signErasure(person, certificate).getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] associated(String person) {
        return person.getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing of the secrets. */
    @Override
    public String toString() {
        return "KeyRing";
    }
}
