package io.rollbook.web.access;

/**
 * What a request signed in with.
 *
 * @param kind how it came
 * @param text as it came
 * @param verified what it says
 */
public record Credential(Kind kind, String text, VerifiedToken verified) {

    /** How a request signs in. */
    public enum Kind {
        /** In the {@code Authorization} header, which only the client itself can set. */
        BEARER,
        /** In the session cookie, which a browser sends no matter which site made it ask. */
        COOKIE
    }

    /** Not the text: a reader of the log could use it. */
    @Override
    public String toString() {
        return "Credential[" + kind + "]";
    }
}
