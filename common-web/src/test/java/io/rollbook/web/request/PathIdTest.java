package io.rollbook.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.value.IdNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathIdTest {

    @Test
    void isAPositiveInteger() {
        assertThat(PathId.parse("4", RoleId::new)).isEqualTo(new RoleId(4));
        assertThat(PathId.parse("999999999", RoleId::new)).isEqualTo(new RoleId(999_999_999));
        assertThat(PathId.parse("99999999999999999999", RoleId::new)).isEqualTo(new RoleId(IdNumber.UNASSIGNED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "04", "-4", "+4", "4.0", "4 ", "abc", "４"})
    void isNothingElse(String id) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> PathId.parse(id, RoleId::new))
                .withMessage("id must be a positive integer");
    }
}
