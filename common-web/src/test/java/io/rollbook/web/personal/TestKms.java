package io.rollbook.web.personal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;

/** A key management service in this process, found as any other is. */
public final class TestKms implements KmsClient {

    static final String URI = "test-kms://key";

    @Override
    public boolean doesSupport(String keyUri) {
        return keyUri.equals(URI);
    }

    @Override
    public KmsClient withCredentials(String credentialPath) {
        return this;
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(String keyUri) throws GeneralSecurityException {
        return new AesGcmJce(new byte[16]);
    }
}
