package io.rollbook.api.value;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import io.rollbook.api.error.InvalidValue;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says what text is: in which form each kind is kept, what it refuses, and how texts are compared. All that people write
 * passes through here. The rules are those of PRECIS (RFC 8264, 8265, 8266) and of UTS #46; no method depends on a locale
 * or on the JDK.
 */
public final class Text {

    private static final String UNREADABLE =
            "must not have control, invisible, direction-changing or unassigned characters";
    private static final String NO_TEXT = "must not have half a surrogate pair";

    private static final int MOST_SHOWN = 64;

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    private static final Normalizer2 FOLDING = Normalizer2.getNFKCCasefoldInstance();

    private static final IDNA DOMAINS = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO);
    // Domains like r3---sn are in use.
    private static final Set<IDNA.Error> TOLERATED = EnumSet.of(IDNA.Error.HYPHEN_3_4);

    private static final UnicodeSet LETTERS_AND_DIGITS = new UnicodeSet("[[:L:][:Nd:]]").freeze();
    private static final UnicodeSet SPACES = new UnicodeSet("[:Zs:]").freeze();
    private static final UnicodeSet WHITE_SPACE = new UnicodeSet("[:White_Space:]").freeze();
    private static final UnicodeSet SURROGATES = new UnicodeSet("[:Cs:]").freeze();
    private static final UnicodeSet NOT_IN_A_WORD = new UnicodeSet("[[:Zs:][:Join_Control:]]").freeze();

    private Text() {}

    /** Whether it is text at all: half a surrogate pair is none, since it has no UTF-8 form. */
    public static boolean isWellFormed(String text) {
        return SURROGATES.containsNone(text);
    }

    /**
     * Text as a client sent it.
     *
     * @throws InvalidValue when it has half a surrogate pair
     */
    public static String wellFormed(String text) {
        if (!isWellFormed(text)) {
            throw new InvalidValue(NO_TEXT);
        }
        return text;
    }

    /**
     * A name or a title in the form of RFC 8266, but with its case: NFKC, spaces of any kind become one plain space, none
     * at the ends.
     *
     * @param maxLength the most characters (code points) it may have
     * @throws InvalidValue when it has no letter and no digit, is too long, or has a character that RFC 8266 refuses
     */
    public static String name(String text, int maxLength) {
        // Normalising comes first: it may bring spaces forth, ¨ becomes a space and a mark.
        var name = joined(trimmed(NFKC.normalize(wellFormed(text))), SPACES);
        requireReadable(name, maxLength);
        if (LETTERS_AND_DIGITS.containsNone(name)) {
            throw new InvalidValue("must have at least one letter or digit");
        }
        return name;
    }

    /**
     * One line of text in NFC, without white space at its ends.
     *
     * @param maxLength the most characters (code points) it may have
     * @throws InvalidValue when it is blank, too long or has a character that RFC 8264's FreeformClass refuses
     */
    public static String line(String text, int maxLength) {
        var line = trimmed(NFC.normalize(wellFormed(text)));
        requireReadable(line, maxLength);
        return line;
    }

    /** A word in NFC, without white space at its ends; empty when it has spaces or anything that cannot be seen. */
    public static Optional<String> word(String text) {
        var word = trimmed(NFC.normalize(text));
        // What looks like one character may stand for a space and another.
        return FreeformClass.admits(word)
                        && NOT_IN_A_WORD.containsNone(word)
                        && folded(word).indexOf(' ') < 0
                ? Optional.of(word)
                : Optional.empty();
    }

    /**
     * A password in the form of RFC 8265's OpaqueString: NFC, spaces of any kind become plain spaces. Nothing is trimmed.
     *
     * @throws InvalidValue when it has a character that RFC 8264's FreeformClass refuses
     */
    public static String password(String text) {
        var plain = new StringBuilder();
        wellFormed(text).codePoints().map(c -> SPACES.contains(c) ? ' ' : c).forEach(plain::appendCodePoint);
        var password = NFC.normalize(plain);
        if (!FreeformClass.admits(password)) {
            throw new InvalidValue(UNREADABLE);
        }
        return password;
    }

    /**
     * A domain in its ASCII form, lower case, by UTS #46 without its transitional mappings; empty when it cannot be one.
     */
    public static Optional<String> asciiDomain(String domain) {
        var info = new IDNA.Info();
        var ascii = DOMAINS.nameToASCII(domain, new StringBuilder(), info);
        return TOLERATED.containsAll(info.getErrors()) && !ascii.isEmpty() && ascii.charAt(ascii.length() - 1) != '.'
                ? Optional.of(ascii.toString())
                : Optional.empty();
    }

    /** A domain as people read it, also where it is kept in its ASCII form; as it is when it cannot be one. */
    public static String readableDomain(String domain) {
        var info = new IDNA.Info();
        var readable = DOMAINS.nameToUnicode(domain, new StringBuilder(), info);
        return TOLERATED.containsAll(info.getErrors()) ? readable.toString() : domain;
    }

    /** What can be shown of a text in the answer to the client that sent it: at most 64 characters, all readable. */
    public static String excerpt(String text) {
        return text.codePoints()
                .filter(FreeformClass::isReadable)
                .limit(MOST_SHOWN)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * The one form under which texts are compared: what differs only in case, in how characters are encoded, in
     * invisible characters or in the kind and number of spaces has the same. It admits every text, also what was stored
     * before there were rules, and is the same in every locale and on every JDK. It is Unicode's identifier caseless match
     * (D147), with spaces joined.
     */
    public static String folded(String text) {
        return joined(trimmed(FOLDING.normalize(NFD.normalize(text))), WHITE_SPACE);
    }

    private static void requireReadable(String text, int maxLength) {
        if (text.isEmpty()) {
            throw new InvalidValue("must not be blank");
        }
        if (text.codePointCount(0, text.length()) > maxLength) {
            throw new InvalidValue("must have at most " + maxLength + " characters");
        }
        if (!FreeformClass.admits(text)) {
            throw new InvalidValue(UNREADABLE);
        }
    }

    /** The text without white space of any kind at its ends. */
    public static String trimmed(String text) {
        var from = WHITE_SPACE.span(text, UnicodeSet.SpanCondition.CONTAINED);
        var to = WHITE_SPACE.spanBack(text, UnicodeSet.SpanCondition.CONTAINED);
        return from < to ? text.substring(from, to) : "";
    }

    private static String joined(String text, UnicodeSet spaces) {
        var joined = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (!spaces.contains(c)) {
                joined.appendCodePoint(c);
            } else if (joined.isEmpty() || joined.charAt(joined.length() - 1) != ' ') {
                joined.append(' ');
            }
        });
        return joined.toString();
    }
}
