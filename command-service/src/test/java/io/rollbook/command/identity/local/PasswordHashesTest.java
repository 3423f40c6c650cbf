package io.rollbook.command.identity.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordHashesTest {

    private final PasswordHashes hashes = new PasswordHashes();

    @Test
    void areArgon2idAtTheRecommendedCost() {
        assertThat(hashes.hash("correct horse")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void differForTheSamePassword() {
        assertThat(hashes.hash("correct horse")).isNotEqualTo(hashes.hash("correct horse"));
    }

    @Test
    void matchTheirPasswordOnly() {
        var hash = Optional.of(hashes.hash("correct horse"));

        assertThat(hashes.matches("correct horse", hash)).isTrue();
        assertThat(hashes.matches("Correct horse", hash)).isFalse();
        assertThat(hashes.matches("", hash)).isFalse();
    }

    @Test
    void nobodysPasswordMatchesNothing() {
        assertThat(hashes.matches("nobody has this password", Optional.empty())).isFalse();
    }
}
