package io.rollbook.api.user;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import io.rollbook.api.value.TextValue;
import java.util.stream.Stream;

/**
 * An email address as it is kept. Two addresses that read the same belong to one person.
 *
 * @param value of what {@link #parse} makes, at most 254 characters (RFC 5321); of before there were rules, anything
 */
public record EmailAddress(String value) implements TextValue {

    /** The longest address, in characters. */
    public static final int MAX_LENGTH = 254;

    private static final int MAX_LOCAL_LENGTH = 64;

    /**
     * The address somebody writes: trimmed, its domain in the ASCII form, the rest in NFC and with its case.
     *
     * @throws InvalidValue when it is too long or cannot be an address
     */
    // Whether an address really receives mail only a message can tell; this refuses what cannot be one.
    public static EmailAddress parse(String text) {
        var word = Text.word(text).orElseThrow(EmailAddress::isNone);
        requireShort(word);
        var at = word.indexOf('@');
        var local = word.substring(0, Math.max(at, 0));
        var domain = Text.asciiDomain(word.substring(at + 1));
        // What folds to two signs or dots would be compared like an address that is none.
        var folded = Text.folded(local);
        if (local.isEmpty()
                || local.length() > MAX_LOCAL_LENGTH
                || folded.indexOf('@') >= 0
                || folded.contains("..")
                || domain.isEmpty()) {
            throw isNone();
        }
        var value = local + "@" + domain.get();
        requireShort(value);
        return new EmailAddress(value);
    }

    /** The form under which addresses are compared. */
    public String key() {
        return key(value);
    }

    /** The form under which {@code email} is compared, whether or not it is one: folded, its domain in the ASCII form. */
    public static String key(String email) {
        var at = email.lastIndexOf('@') + 1;
        var domain = Text.asciiDomain(Text.trimmed(email.substring(at)));
        return Text.folded(at > 0 && domain.isPresent() ? email.substring(0, at) + domain.get() : email);
    }

    /** All the forms in which people write {@code email}, folded: its domain as it is, in ASCII, and readable. */
    public static Stream<String> readings(String email) {
        var at = email.lastIndexOf('@') + 1;
        var readable = email.substring(0, at) + Text.readableDomain(email.substring(at));
        return Stream.of(Text.folded(email), key(email), Text.folded(readable)).distinct();
    }

    private static InvalidValue isNone() {
        return new InvalidValue("must be an email address");
    }

    private static void requireShort(String email) {
        if (email.length() > MAX_LENGTH) {
            throw new InvalidValue("must have at most " + MAX_LENGTH + " characters");
        }
    }

    /** Not the address: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}
