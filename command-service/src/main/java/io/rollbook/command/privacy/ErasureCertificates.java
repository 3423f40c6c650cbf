package io.rollbook.command.privacy;

import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/**
 * Draws up the certificates of erasures. Whoever was certified to be erased and is not by the history, because it comes
 * from a backup of before, gets the certificate they have.
 */
@Component
class ErasureCertificates implements Certificates {

    private final Erasures erasures;
    private final DataKeys keys;
    private final PersonalWords words;

    ErasureCertificates(Erasures erasures, DataKeys keys, PersonalWords words) {
        this.erasures = erasures;
        this.keys = keys;
        this.words = words;
    }

    @Override
    public UserErased draw(UserId user, Actor by, ErasureReason reason, long events) {
        return erasures.find(user).orElseGet(() -> drawNew(user, by, reason, events));
    }

    private UserErased drawNew(UserId user, Actor by, ErasureReason reason, long events) {
        // Rollbook's own reasons tell of nobody, even where a name is a word of theirs.
        if (!by.equals(Actor.SYSTEM)) {
            words.refuseIn("reason", reason.value(), user);
        }
        return new UserErased(
                user,
                by.name(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                reason.value(),
                events,
                keys.fingerprint(user).orElse(null));
    }
}
