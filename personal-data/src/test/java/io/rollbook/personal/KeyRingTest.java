package io.rollbook.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private final KeyRing ring = KeyRing.random();
    private final DataKey key = DataKey.random();

    @Test
    void whatIsWrappedIsUnwrappedForTheSamePersonOnly() {
        var wrapped = ring.wrap(key, "user-7");

        assertThat(ring.unwrap(wrapped, "user-7").fingerprint()).isEqualTo(key.fingerprint());
        assertThatThrownBy(() -> ring.unwrap(wrapped, "user-8")).isInstanceOf(Tampered.class);
        assertThatThrownBy(() -> KeyRing.random().unwrap(wrapped, "user-7")).isInstanceOf(Tampered.class);
        assertThatThrownBy(() -> ring.unwrap("?", "user-7")).isInstanceOf(Tampered.class);
    }

    @Test
    void itIsTheSameAfterItWasWrittenAndRead() {
        var again = KeyRing.read(ring.write());

        assertThat(again.unwrap(ring.wrap(key, "user-7"), "user-7").fingerprint())
                .isEqualTo(key.fingerprint());
        assertThat(again.index("email", "a@example.org")).isEqualTo(ring.index("email", "a@example.org"));
    }

    @Test
    void aRotatedOneUnwrapsWhatTheOldOneWrappedAndTellsWhatIsDue() {
        var old = ring.wrap(key, "user-7");
        assertThat(ring.isCurrent(old)).isTrue();

        var rotated = KeyRing.read(ring.rotated().write());

        assertThat(rotated.isCurrent(old)).isFalse();
        var renewed = rotated.rewrap(old, "user-7");
        assertThat(rotated.isCurrent(renewed)).isTrue();
        assertThat(rotated.unwrap(renewed, "user-7").fingerprint()).isEqualTo(key.fingerprint());
        assertThatThrownBy(() -> ring.unwrap(renewed, "user-7")).isInstanceOf(Tampered.class);
        assertThat(rotated.index("email", "a@example.org")).isEqualTo(ring.index("email", "a@example.org"));
    }

    @Test
    void anIndexIsOfOneValueForOnePurpose() {
        var index = ring.index("email", "a@example.org");

        assertThat(index).matches("[0-9a-f]{64}").isEqualTo(ring.index("email", "a@example.org"));
        assertThat(ring.index("email", "b@example.org")).isNotEqualTo(index);
        assertThat(ring.index("nip", "a@example.org")).isNotEqualTo(index);
        assertThat(KeyRing.random().index("email", "a@example.org")).isNotEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"wrapping\":{},\"index\":{}}", "secret words"})
    void whatIsNoKeyRingIsRefusedWithoutTellingWhatItIs(String text) {
        assertThatThrownBy(() -> KeyRing.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this is no key ring")
                .hasNoCause();
    }

    @Test
    void nothingOfASecretIsPrinted() {
        assertThat(ring.toString() + key).isEqualTo("KeyRingDataKey");
    }

    @Test
    void anErasureIsSignedForItsPersonAndItsWordsByThisRingOnly() {
        var ring = KeyRing.random();
        var signature = ring.signErasure("user-7", "{}");

        assertThat(ring.signedErasure("user-7", "{}", signature)).isTrue();
        assertThat(ring.rotated().retired().signedErasure("user-7", "{}", signature))
                .as("however the ring is rotated")
                .isTrue();
        assertThat(ring.signedErasure("user-8", "{}", signature)).isFalse();
        assertThat(ring.signedErasure("user-7", "{ }", signature)).isFalse();
        assertThat(ring.signedErasure("user-7", "{}", "")).isFalse();
        assertThat(KeyRing.random().signedErasure("user-7", "{}", signature)).isFalse();
    }
}
