package io.rollbook.command.privacy;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.personal.KeyRing;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * What emails are found and compared by where they must not lie in the clear: a keyed hash, the same for all spellings of
 * one email, and of no use to guess it without the key ring.
 */
@Component
public class EmailIndex {

    private static final String PURPOSE = "email";

    private final KeyRing ring;

    public EmailIndex(KeyRing ring) {
        this.ring = ring;
    }

    /** The index of an email, 64 hexadecimal digits. */
    public String of(EmailAddress email) {
        return of(email.value());
    }

    /** The index of what somebody gave as an email, whether or not it is one. */
    public String of(String email) {
        return ofKey(EmailAddress.key(email));
    }

    /**
     * The two indexes under which the account of somebody may lie who signs in with that email, whether or not it is one. An
     * account that lies under the first is theirs; only where there is none, the one under the second.
     */
    public List<String> toSignIn(String email) {
        return List.of(ofFirstRules(email), of(email));
    }

    /** The index by the rules of the first releases. Accounts keep it whose email is another account's by the rules of today. */
    public String ofFirstRules(String email) {
        return ofKey(email.strip().toLowerCase(Locale.ROOT));
    }

    private String ofKey(String key) {
        return ring.index(PURPOSE, key);
    }
}
