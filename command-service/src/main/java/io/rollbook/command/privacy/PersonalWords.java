package io.rollbook.command.privacy;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserEmailChanged;
import io.rollbook.api.user.UserEvent;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserProfileChanged;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.api.value.Text;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The words that tell who a person is: every name, email and NIP they ever had. */
@Component
class PersonalWords {

    private final EventStore store;

    PersonalWords(EventStore store) {
        this.store = store;
    }

    /**
     * Refuses a text that is kept for ever and names the user, in whatever form: both are folded.
     *
     * @throws InvalidInput naming {@code field}, and nothing of the user
     */
    void refuseIn(String field, String text, UserId user) {
        var folded = Text.folded(text);
        var words = store.readEvents(user.toString())
                .asStream()
                .flatMap(event -> event.getPayload() instanceof UserEvent fact ? of(fact) : Stream.empty())
                .filter(Objects::nonNull)
                .flatMap(EmailAddress::readings);
        if (words.filter(word -> !word.isEmpty()).anyMatch(word -> isIn(folded, word))) {
            throw new InvalidInput(field, "must not contain the person's name, email or NIP: it is kept for ever");
        }
    }

    private static Stream<@Nullable String> of(UserEvent event) {
        return switch (event) {
            case UserRegistered e -> Stream.of(e.name(), e.email());
            case UserAdded e -> Stream.of(e.name(), e.email(), e.nip());
            case UserProfileChanged e -> Stream.of(e.name(), e.nip()).flatMap(change -> change.given().stream());
            case UserEmailChanged e -> Stream.of(e.email());
            default -> Stream.empty();
        };
    }

    // As a whole: somebody called Al is not named by "also".
    private static boolean isIn(String folded, String word) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])")
                .matcher(folded)
                .find();
    }
}
