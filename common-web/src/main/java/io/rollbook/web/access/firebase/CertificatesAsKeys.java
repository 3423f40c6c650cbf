package io.rollbook.web.access.firebase;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jose.util.X509CertUtils;
import java.io.IOException;
import java.net.URL;
import java.text.ParseException;
import java.util.ArrayList;

/**
 * Reads the keys of session cookies, which Google publishes as a JSON object of X.509 certificates by key id, and gives
 * them as the JWK set that everybody else would have published.
 */
final class CertificatesAsKeys implements ResourceRetriever {

    private final ResourceRetriever http;

    CertificatesAsKeys(ResourceRetriever http) {
        this.http = http;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        var keys = new ArrayList<JWK>();
        try {
            var certificates = JSONObjectUtils.parse(http.retrieveResource(url).getContent());
            for (var id : certificates.keySet()) {
                var certificate = X509CertUtils.parse(JSONObjectUtils.getString(certificates, id));
                if (certificate != null) {
                    keys.add(new RSAKey.Builder(RSAKey.parse(certificate))
                            .keyID(id)
                            .build());
                }
            }
        } catch (ParseException | JOSEException e) {
            throw new IOException(url + " does not answer with certificates", e);
        }
        return new Resource(new JWKSet(keys).toString(), JWKSet.MIME_TYPE);
    }
}
