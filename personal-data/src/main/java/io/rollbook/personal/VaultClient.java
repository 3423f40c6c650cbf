package io.rollbook.personal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import io.rollbook.api.value.Loopback;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys of the transit engine of HashiCorp Vault and OpenBao, by URIs as
 * {@code hcvault://vault.example.org:8200/transit/keys/rollbook}. Credentials are a token, from a file or {@code VAULT_TOKEN};
 * it may {@code update} {@code transit/encrypt/rollbook} and {@code transit/decrypt/rollbook}. Spoken to over TLS, but for
 * loopback addresses.
 */
public final class VaultClient implements KmsClient {

    private static final String SCHEME = "hcvault://";
    private static final Pattern PATH = Pattern.compile("/(?<engine>.+)/keys/(?<name>[^/]+)");

    private @Nullable String token;

    /** For {@link java.util.ServiceLoader}. */
    public VaultClient() {}

    @Override
    public boolean doesSupport(String keyUri) {
        return keyUri.startsWith(SCHEME);
    }

    @Override
    public KmsClient withCredentials(String credentialPath) throws GeneralSecurityException {
        try {
            token = Files.readString(Path.of(credentialPath)).strip();
            return this;
        } catch (IOException e) {
            throw new GeneralSecurityException("the file with the token cannot be read", e);
        }
    }

    @Override
    public KmsClient withDefaultCredentials() throws GeneralSecurityException {
        token = System.getenv("VAULT_TOKEN");
        if (token == null) {
            throw new GeneralSecurityException("there is no token: VAULT_TOKEN is not set");
        }
        return this;
    }

    @Override
    public Aead getAead(String keyUri) throws GeneralSecurityException {
        var key = URI.create(keyUri);
        var path = PATH.matcher(key.getPath());
        if (!path.matches() || key.getHost() == null) {
            throw new GeneralSecurityException("a key of Vault is hcvault://<host>:<port>/<engine>/keys/<name>");
        }
        var scheme = Loopback.is(key.getHost()) ? "http" : "https";
        return new VaultKey(
                URI.create("%s://%s/v1/%s/".formatted(scheme, key.getAuthority(), path.group("engine"))),
                path.group("name"),
                Objects.requireNonNull(token, "credentials first"));
    }
}
