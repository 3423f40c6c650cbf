package io.rollbook.command.personal;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.personal.KeyRing;
import org.springframework.stereotype.Component;

/**
 * What emails are found and compared by where they must not lie in the clear: a keyed hash, the same for all spellings of
 * one email, and of no use to guess it without the key ring.
 */
@Component
public class EmailIndex {

    private static final String PURPOSE = "email";

    private final KeyRing ring;

    EmailIndex(KeyRing ring) {
        this.ring = ring;
    }

    /** The index of an email, 64 hexadecimal digits. */
    public String of(EmailAddress email) {
        return ofKey(email.key());
    }

    /** The index of what somebody gave as an email, whether or not it is one. */
    public String of(String email) {
        return ofKey(EmailAddress.key(email));
    }

    private String ofKey(String key) {
        return ring.index(PURPOSE, key);
    }
}
