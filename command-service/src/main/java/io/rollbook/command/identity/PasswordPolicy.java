package io.rollbook.command.identity;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.value.Text;
import io.rollbook.web.envelope.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * What a password must not be, beyond its length: one that everybody tries first, one that was in a breach, where there is a
 * list of those, the person's email, or little more than the words of this place and this person (NIST SP 800-63B, section
 * 5.1.1.2).
 */
@Component
@EnableConfigurationProperties(PasswordSettings.class)
public class PasswordPolicy {

    private static final String PRODUCT = "rollbook";

    /** Shorter parts of an email stand in too many words by chance. */
    private static final int SHORTEST_WORD = 4;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Set<String> common = read();
    private final @Nullable BreachedPasswords breached;

    PasswordPolicy(PasswordSettings settings) {
        var file = settings.breachedFile();
        this.breached = file == null ? null : new BreachedPasswords(file);
    }

    /**
     * What is wrong with the field {@code password}, empty when nothing is or there is none.
     *
     * @throws Unavailable when the list of breached passwords cannot be read now
     */
    public Optional<FieldError> objection(@Nullable NewPassword password, @Nullable EmailAddress email) {
        if (password == null) {
            return Optional.empty();
        }
        if (email != null && email.key().equals(EmailAddress.key(password.value()))) {
            return objection("must not be the email");
        }
        var folded = Text.folded(password.value());
        if (common.contains(folded)) {
            return objection("must not be one of the commonest passwords");
        }
        if (breached != null && breached.contains(password.value())) {
            return objection("must not be one that is known from a breach");
        }
        return isLittleMoreThan(words(email), folded)
                ? objection("must have at least " + NewPassword.MIN_LENGTH
                        + " characters beside the name of this service and parts of the email")
                : Optional.empty();
    }

    // The longest first, so that what is left of one is not taken for something of the person's own.
    private static List<String> words(@Nullable EmailAddress email) {
        var parts = email == null ? Stream.<String>empty() : BETWEEN_WORDS.splitAsStream(Text.folded(email.value()));
        return Stream.concat(Stream.of(PRODUCT), parts)
                .filter(word -> word.length() >= SHORTEST_WORD)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static boolean isLittleMoreThan(List<String> words, String password) {
        var rest = password;
        for (var word : words) {
            rest = rest.replace(word, "");
        }
        return !rest.equals(password) && rest.codePointCount(0, rest.length()) < NewPassword.MIN_LENGTH;
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
