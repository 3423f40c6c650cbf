package io.rollbook.command.identity;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.value.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** What a password must not be, beyond its length: the person's email, or one that everybody tries first. */
@Component
public class PasswordPolicy {

    private final Set<String> common = read();

    /** What is wrong with the field {@code password}, empty when nothing is or there is none. */
    public Optional<FieldError> objection(@Nullable NewPassword password, @Nullable EmailAddress email) {
        if (password == null) {
            return Optional.empty();
        }
        if (email != null && email.key().equals(EmailAddress.key(password.value()))) {
            return objection("must not be the email");
        }
        return common.contains(Text.folded(password.value()))
                ? objection("must not be one of the commonest passwords")
                : Optional.empty();
    }

    private static Optional<FieldError> objection(String problem) {
        return Optional.of(new FieldError("password", problem));
    }

    private static Set<String> read() {
        try {
            return new ClassPathResource("common-passwords.txt")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Text::folded)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
