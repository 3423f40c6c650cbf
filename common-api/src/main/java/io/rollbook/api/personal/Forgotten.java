package io.rollbook.api.personal;

import org.jspecify.annotations.Nullable;

/** What stands in the place of personal data that nobody can read any more. */
public final class Forgotten {

    private static final String TEXT = "";

    private Forgotten() {}

    /** The text as it is, or the empty one when it is forgotten: no name and no address is empty. */
    public static String orText(@Nullable String text) {
        return text == null ? TEXT : text;
    }
}
