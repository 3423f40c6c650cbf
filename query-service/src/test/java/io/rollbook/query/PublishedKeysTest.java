package io.rollbook.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.web.platform.StartRefused;
import java.net.MalformedURLException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over which line the keys of tokens are fetched. */
class PublishedKeysTest {

    private final QueryServiceApplication application = new QueryServiceApplication();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/.well-known/jwks.json",
                "http://127.0.0.1:8080/jwks",
                "http://[::1]:8080/jwks",
                "https://roll.example.org/jwks",
                "HTTPS://roll.example.org/jwks"
            })
    void noMachineInBetween(String keys) throws MalformedURLException {
        assertThat(application.publishedKeys(URI.create(keys), false)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://roll.example.org/jwks",
                "http://proxy:8081/jwks",
                "http://127.0.0.1.example.org/jwks",
                "ftp://roll.example.org/jwks"
            })
    void anOpenLineHasToBeAllowed(String keys) {
        assertThatThrownBy(() -> application.publishedKeys(URI.create(keys), false))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("ROLLBOOK_IDENTITY_JWKSOPENLINE");
    }

    @ParameterizedTest
    @ValueSource(strings = "http://proxy:8081/jwks")
    void anOpenLineMayBeAllowed(String keys) throws MalformedURLException {
        assertThat(application.publishedKeys(URI.create(keys), true)).isNotNull();
    }
}
