package io.rollbook.personal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Keys in key management services, by their URI as Tink writes it. {@code hcvault://} (HashiCorp Vault and OpenBao) is
 * built in; any other needs a Tink client for it on the class path, such as {@code com.google.crypto.tink:tink-gcpkms} for
 * {@code gcp-kms://} or {@code tink-awskms} for {@code aws-kms://}, which is found by itself.
 */
public final class KmsKeys {

    private KmsKeys() {}

    /**
     * The key of a URI.
     *
     * @param credentials a file with what the service wants to see, {@code null} for what the environment has
     * @throws GeneralSecurityException when nothing here knows such a URI, or there are no credentials
     */
    public static Aead find(String uri, @Nullable Path credentials) throws GeneralSecurityException {
        for (var client : ServiceLoader.load(KmsClient.class)) {
            if (client.doesSupport(uri)) {
                var signedIn = credentials == null
                        ? client.withDefaultCredentials()
                        : client.withCredentials(credentials.toString());
                return signedIn.getAead(uri);
            }
        }
        throw new GeneralSecurityException("no client for such a key is on the class path");
    }
}
