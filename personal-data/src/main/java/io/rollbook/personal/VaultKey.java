package io.rollbook.personal;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A key of Vault's transit engine, which encrypts and decrypts where it is. */
final class VaultKey implements Aead {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI engine;
    private final String name;
    private final String token;

    /**
     * The key.
     *
     * @param engine where the engine's paths begin, with a slash at the end
     */
    VaultKey(URI engine, String name, String token) {
        this.engine = engine;
        this.name = name;
        this.token = token;
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        return ask("encrypt", "plaintext", base64(plaintext), associatedData, "ciphertext")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
        var text = new String(ciphertext, StandardCharsets.US_ASCII);
        return Base64.getDecoder().decode(ask("decrypt", "ciphertext", text, associatedData, "plaintext"));
    }

    private String ask(String verb, String given, String value, byte[] associatedData, String wanted)
            throws GeneralSecurityException {
        var body = JSON.writeValueAsString(Map.of(given, value, "associated_data", base64(associatedData)));
        var request = HttpRequest.newBuilder(engine.resolve(verb + "/" + name))
                .timeout(PATIENCE)
                .header("X-Vault-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new GeneralSecurityException("Vault answers %s to %s".formatted(answer.statusCode(), verb));
            }
            return JSON.readTree(answer.body()).at("/data/" + wanted).stringValue();
        } catch (IOException e) {
            throw new GeneralSecurityException("Vault cannot be reached", e);
        } catch (JacksonException e) {
            throw new GeneralSecurityException("Vault answers something else than expected");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeneralSecurityException("interrupted", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
