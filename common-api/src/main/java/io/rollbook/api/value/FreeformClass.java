package io.rollbook.api.value;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.JoiningType;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.UnicodeSet;

/**
 * The characters of a text that people read, as RFC 8264 (PRECIS) defines them in its FreeformClass: no controls, nothing
 * invisible, nothing that turns the direction of the text, nothing unassigned or private. It follows the Unicode version
 * of the ICU library, so it is the same on every JDK.
 */
final class FreeformClass {

    private static final int MIDDLE_DOT = 0x00B7;
    private static final int GREEK_KERAIA = 0x0375;
    private static final int HEBREW_GERESH = 0x05F3;
    private static final int HEBREW_GERSHAYIM = 0x05F4;
    private static final int KATAKANA_MIDDLE_DOT = 0x30FB;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int VIRAMA = 9;

    /** What the class admits without a look at the characters around, and the two joiners. RFC 8264, section 8. */
    private static final UnicodeSet ADMITTED = new UnicodeSet(
                    // Letters, marks, numbers, punctuation, symbols and spaces,
                    "[[[:L:][:M:][:N:][:P:][:S:][:Zs:]]"
                            // but not what no one sees, parts of syllables that are written as a whole,
                            + "-[[:Default_Ignorable_Code_Point:][:Noncharacter_Code_Point:]]"
                            + "-[[:Hangul_Syllable_Type=L:][:Hangul_Syllable_Type=V:][:Hangul_Syllable_Type=T:]]"
                            // what RFC 5892 excepts (section 2.6),
                            + "-[\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B]"
                            // and the blanks that Unicode calls symbols. This line is ours, not the RFC's.
                            + "-[\\u2800\\U0001D159]"
                            + "[\\u200C\\u200D]]")
            .freeze();

    private static final UnicodeSet GREEK = new UnicodeSet("[:Greek:]").freeze();
    private static final UnicodeSet HEBREW = new UnicodeSet("[:Hebrew:]").freeze();
    private static final UnicodeSet JAPANESE = new UnicodeSet("[[:Hiragana:][:Katakana:][:Han:]]").freeze();
    private static final UnicodeSet ARABIC_DIGITS = new UnicodeSet("[\\u0660-\\u0669]").freeze();
    private static final UnicodeSet EXTENDED_ARABIC_DIGITS = new UnicodeSet("[\\u06F0-\\u06F9]").freeze();

    private FreeformClass() {}

    /** Whether every character of {@code text} belongs to the class where it stands. */
    static boolean admits(String text) {
        if (!ADMITTED.containsAll(text)) {
            return false;
        }
        for (var at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            if (!fits(text, at)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a character can be seen for itself, whatever stands around it. */
    static boolean isReadable(int codePoint) {
        return ADMITTED.contains(codePoint) && codePoint != ZERO_WIDTH_JOINER && codePoint != ZERO_WIDTH_NON_JOINER;
    }

    // The contextual rules of RFC 5892, appendix A.
    private static boolean fits(String text, int at) {
        return switch (text.codePointAt(at)) {
            case ZERO_WIDTH_NON_JOINER -> followsVirama(text, at) || joins(text, at);
            case ZERO_WIDTH_JOINER -> followsVirama(text, at);
            case MIDDLE_DOT -> before(text, at) == 'l' && after(text, at) == 'l';
            case GREEK_KERAIA -> GREEK.contains(after(text, at));
            case HEBREW_GERESH, HEBREW_GERSHAYIM -> HEBREW.contains(before(text, at));
            case KATAKANA_MIDDLE_DOT ->
                text.codePoints().anyMatch(c -> c != KATAKANA_MIDDLE_DOT && JAPANESE.contains(c));
            default -> !ARABIC_DIGITS.contains(text.codePointAt(at)) || EXTENDED_ARABIC_DIGITS.containsNone(text);
        };
    }

    private static boolean followsVirama(String text, int at) {
        return at > 0 && UCharacter.getCombiningClass(text.codePointBefore(at)) == VIRAMA;
    }

    // Between a letter that joins to its left and one that joins to its right, marks aside.
    private static boolean joins(String text, int at) {
        var left = at;
        while (left > 0 && joiningType(text.codePointBefore(left)) == JoiningType.TRANSPARENT) {
            left = text.offsetByCodePoints(left, -1);
        }
        var right = at + 1;
        while (right < text.length() && joiningType(text.codePointAt(right)) == JoiningType.TRANSPARENT) {
            right = text.offsetByCodePoints(right, 1);
        }
        return left > 0
                && right < text.length()
                && joinsWith(joiningType(text.codePointBefore(left)), JoiningType.LEFT_JOINING)
                && joinsWith(joiningType(text.codePointAt(right)), JoiningType.RIGHT_JOINING);
    }

    private static boolean joinsWith(int type, int side) {
        return type == side || type == JoiningType.DUAL_JOINING;
    }

    private static int joiningType(int codePoint) {
        return UCharacter.getIntPropertyValue(codePoint, UProperty.JOINING_TYPE);
    }

    // U+0000 beyond the ends: it belongs to no script.
    private static int before(String text, int at) {
        return at == 0 ? 0 : text.codePointBefore(at);
    }

    private static int after(String text, int at) {
        return at + 1 >= text.length() ? 0 : text.codePointAt(at + 1);
    }
}
