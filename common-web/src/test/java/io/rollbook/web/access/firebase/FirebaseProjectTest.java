package io.rollbook.web.access.firebase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.web.platform.StartRefused;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class FirebaseProjectTest {

    private static final MockEnvironment WITH_EMULATOR =
            new MockEnvironment().withProperty(FirebaseProject.EMULATOR_HOST, "127.0.0.1:9099");

    @Test
    void anEmulatorBelongsToADemoProject() {
        assertThat(project("demo-roll").emulator(WITH_EMULATOR)).hasValue("127.0.0.1:9099");
    }

    /** Its tokens are unsigned: a variable that was left behind would let anybody in. */
    @ParameterizedTest
    @ValueSource(strings = {"the-roll", "Demo-roll", "my-demo-roll", "demo"})
    void isRefusedForAProjectThatMayBeReal(String id) {
        assertThatThrownBy(() -> project(id).emulator(WITH_EMULATOR))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("FIREBASE_AUTH_EMULATOR_HOST")
                .hasMessageContaining("demo-");
    }

    @Test
    void withoutOneFirebaseItselfIsMeant() {
        assertThat(project("the-roll").emulator(new MockEnvironment())).isEmpty();
        assertThat(project("the-roll").emulator(new MockEnvironment().withProperty(FirebaseProject.EMULATOR_HOST, " ")))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aProjectIsNeeded(String id) {
        assertThatThrownBy(() -> project(id).id()).isInstanceOf(StartRefused.class);
    }

    private static FirebaseProject project(String id) {
        return new FirebaseProject(id, URI.create("https://example.org/jwks"), URI.create("https://example.org/certs"));
    }
}
