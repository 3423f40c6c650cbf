package io.rollbook.web.log;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as a log may have it: on one line, of bounded length, and without the queries of addresses, which carry emails and
 * tokens. Each character that a terminal obeys or that does not show is written as its escape.
 */
final class LogText {

    /** The most characters of a text before they are escaped. */
    static final int LIMIT = 4096;

    // A question mark that a name and an equals sign, or anything percent-encoded, follow.
    private static final Pattern QUERY = Pattern.compile("\\?(?=[^\\s?\"'<>]{0,256}[=%&])[^\\s\"'<>]*");

    private LogText() {}

    /** {@code text}, fit for a log. */
    static String of(String text) {
        var bounded =
                text.length() <= LIMIT ? text : text.substring(0, LIMIT) + "… (" + (text.length() - LIMIT) + " more)";
        var withoutQueries =
                bounded.indexOf('?') < 0 ? bounded : QUERY.matcher(bounded).replaceAll("?…");
        return withoutQueries.codePoints().allMatch(LogText::isHarmless) ? withoutQueries : escaped(withoutQueries);
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (isHarmless(c)) {
                        escaped.appendCodePoint(c);
                    } else {
                        escaped.append(String.format(Locale.ROOT, "\\u{%x}", c));
                    }
                }
            }
        });
        return escaped.toString();
    }
}
