package io.rollbook.api.value;

import io.rollbook.api.error.InvalidValue;

/** The rule for names and titles: one line of text a person can read. */
public final class ShortText {

    private ShortText() {}

    /**
     * The text without white space at its ends.
     *
     * @param maxLength the most characters (code points) it may have
     * @throws InvalidValue when it is blank, too long or has a control character
     */
    public static String of(String text, int maxLength) {
        var stripped = text.strip();
        if (stripped.isEmpty()) {
            throw new InvalidValue("must not be blank");
        }
        if (stripped.codePointCount(0, stripped.length()) > maxLength) {
            throw new InvalidValue("must have at most " + maxLength + " characters");
        }
        if (stripped.codePoints().anyMatch(ShortText::unprintable)) {
            throw new InvalidValue("must not have control characters");
        }
        return stripped;
    }

    // A lone surrogate has no UTF-8 form: it could be neither stored nor sent on as it came.
    private static boolean unprintable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
