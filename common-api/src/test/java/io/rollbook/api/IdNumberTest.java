package io.rollbook.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.user.UserId;
import io.rollbook.api.value.IdNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdNumberTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "999999999, 999999999",
        "1000000000, 1000000000",
        "2147483646, 2147483646",
        "2147483647, 2147483647",
        "2147483648, 2147483647",
        "4294967297, 2147483647",
        "999999999999999999, 2147483647",
        "9223372036854775808, 2147483647",
        "18446744073709551617, 2147483647"
    })
    void isWellFormedWhateverItsLength(String text, int number) {
        assertThat(IdNumber.parse(text)).hasValue(number);
        assertThat(UserId.parse("user-" + text)).contains(new UserId(number));
        assertThat(UserIntegrationId.parse("userIntegration:" + text)).contains(new UserIntegrationId(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "01", "-1", "+1", "1.5", "1e3", "0x1", " 1", "1 ", "\u0661", "abc", "1\n"})
    void isAPositiveIntegerAndNothingElse(String text) {
        assertThat(IdNumber.parse(text)).isEmpty();
        assertThat(UserId.parse("user-" + text)).isEmpty();
        assertThat(UserIntegrationId.parse(text)).isEmpty();
    }

    @Test
    void standsForAllThatAreNeverHandedOut() {
        assertThat(IdNumber.UNASSIGNED).isEqualTo(Integer.MAX_VALUE);
    }
}
