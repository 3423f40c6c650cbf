package io.rollbook.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "roll.localhost",
                "localhost.",
                "127.0.0.1",
                "127.1.2.255",
                "::1",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "0000:0000:0000:0000:0000:0000:0000:0001"
            })
    void isThisMachine(String host) {
        assertThat(Loopback.is(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.example.org",
                "127.0.0.1.example.org",
                "127.0.0.256",
                "127.0.0",
                "127.0.0.01",
                "127.1",
                "1127.0.0.1",
                "128.0.0.1",
                "10.0.0.1",
                "localhost.example.org",
                "notlocalhost",
                ".localhost.org",
                "::2",
                "[::1",
                "::1]",
                "::ffff:10.0.0.1",
                "example.org"
            })
    void isAnotherMachine(String host) {
        assertThat(Loopback.is(host)).isFalse();
    }
}
