package io.rollbook.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.role.RoleReason;
import io.rollbook.api.user.UserReason;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonsTest {

    @ParameterizedTest
    @MethodSource("reasons")
    void areOneSentenceWithoutAFullStop(Reason reason) {
        assertThat(reason.sentence()).isNotBlank().doesNotEndWith(".").doesNotContain("\n");
        assertThat(reason.code().status()).isBetween(400, 499);
        assertThat(new Rejection(reason)).hasMessage(reason.sentence()).hasNoCause();
    }

    @Test
    void keepTheDocumentedText() {
        assertThat(UserIntegrationReason.INVALID_ID.sentence()).isEqualTo("UserIntegrationId is Invalid");
    }

    @Test
    void invalidInputNamesEveryField() {
        var invalid = new InvalidInput(List.of(
                new FieldError("email", "is required"), new FieldError("password", "must have at least 8 characters")));

        assertThat(invalid).hasMessage("email is required; password must have at least 8 characters");
        assertThat(invalid.errors()).hasSize(2);
    }

    @Test
    void theDocumentedErrorsHaveTheirNames() {
        assertThat(Arrays.stream(ErrorCode.values()).map(code -> code.status() + " " + code.errorName()))
                .contains(
                        "400 ValidationError",
                        "401 AuthenticationError",
                        "403 ForbiddenError",
                        "404 NotFoundError",
                        "409 ConflictError",
                        "412 PreconditionFailedError",
                        "429 TooManyRequestsError",
                        "500 InternalServerError",
                        "503 ServiceUnavailableError");
    }

    static Stream<Reason> reasons() {
        return Stream.of(UserReason.class, RoleReason.class, UserIntegrationReason.class)
                .flatMap(holder -> Arrays.stream(holder.getFields()))
                .map(ReasonsTest::valueOf);
    }

    private static Reason valueOf(Field constant) {
        try {
            return (Reason) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
