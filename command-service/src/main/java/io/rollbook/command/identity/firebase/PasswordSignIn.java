package io.rollbook.command.identity.firebase;

import com.nimbusds.jwt.JWTParser;
import io.rollbook.command.identity.AccountSignIn;
import io.rollbook.command.identity.SessionToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs in by email and password with the Identity Toolkit's REST call, as the SDK for browsers does; the SDK for servers
 * cannot.
 */
final class PasswordSignIn {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordSignIn.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    // The error codes of accounts:signInWithPassword that mean: not with this email and this password.
    private static final Set<String> WRONG = Set.of(
            "EMAIL_NOT_FOUND",
            "INVALID_EMAIL",
            "INVALID_LOGIN_CREDENTIALS",
            "INVALID_PASSWORD",
            "MISSING_EMAIL",
            "MISSING_PASSWORD",
            "USER_DISABLED");

    private final HttpClient http;
    private final URI address;
    private final Duration timeout;
    private final JsonMapper json = JsonMapper.builder().build();

    PasswordSignIn(URI address, Duration connectTimeout, Duration readTimeout) {
        this.http = HttpClient.newBuilder().connectTimeout(connectTimeout).build();
        this.address = address;
        this.timeout = readTimeout;
    }

    Optional<AccountSignIn> with(String email, String password) {
        var response = send(Map.of("email", email, "password", password, "returnSecureToken", true));
        if (response.statusCode() == TOO_MANY_REQUESTS) {
            throw ProviderErrors.exhausted();
        }
        if (response.statusCode() >= SERVER_ERROR) {
            throw ProviderErrors.away("status " + response.statusCode());
        }
        var body = parse(response.body());
        var token = body.path("idToken").asString("");
        return token.isEmpty()
                ? refusal(body.path("error").path("message").asString(""))
                : Optional.of(new AccountSignIn(body.path("localId").asString(""), session(token), null));
    }

    private HttpResponse<String> send(Map<String, Object> fields) {
        var request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(fields)))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw ProviderErrors.away(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProviderErrors.away("interrupted");
        }
    }

    // The code is the first word: "TOO_MANY_ATTEMPTS_TRY_LATER : Access to this account …".
    private static Optional<AccountSignIn> refusal(String message) {
        var code = message.split("[ :]", 2)[0];
        if (WRONG.contains(code)) {
            return Optional.empty();
        }
        if (code.equals("TOO_MANY_ATTEMPTS_TRY_LATER") || code.equals("QUOTA_EXCEEDED")) {
            throw ProviderErrors.exhausted();
        }
        LOG.error(
                "Firebase refuses sign-in by password; look at ROLLBOOK_IDENTITY_FIREBASE_APIKEY and whether the project"
                        + " allows email and password");
        throw ProviderErrors.away("sign-in by password is refused");
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw ProviderErrors.away("an answer that is no JSON");
        }
    }

    private static SessionToken session(String token) {
        try {
            var expiry = JWTParser.parse(token).getJWTClaimsSet().getExpirationTime();
            return new SessionToken(token, expiry.toInstant());
        } catch (ParseException e) {
            throw ProviderErrors.away("an ID token that is none");
        }
    }
}
