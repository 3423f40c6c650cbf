package io.rollbook.api.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {

    @ParameterizedTest
    @ValueSource(strings = {"user-5@3", "userIntegration-1@0", "role-2147483647@999999999999999999"})
    void isReadAsItIsWritten(String text) {
        assertThat(ConsistencyToken.parse(text)).map(ConsistencyToken::toString).contains(text);
    }

    @Test
    void namesAnAggregateAndAVersion() {
        assertThat(ConsistencyToken.parse("user-5@3")).contains(new ConsistencyToken("user-5", 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user-5",
                "user-5@",
                "@3",
                "user@3",
                "user-@3",
                "user-5@-1",
                "user-5@3 ",
                " user-5@3",
                "user-5@3@4",
                "user-5@1000000000000000000",
                "user-x@3",
                "user-5@x",
                "us3r-5@3",
                "user-5\n@3"
            })
    void isNothingElse(String text) {
        assertThat(ConsistencyToken.parse(text)).isEmpty();
    }
}
