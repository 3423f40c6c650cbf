package io.rollbook.command.bus;

import io.rollbook.api.error.InvalidInput;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of an aggregate a client is ready to change: what {@code If-Match} says (RFC 9110, section 13.1.1).
 *
 * @param tags the opaque parts of the strong entity tags it lists, or {@code null} when every version will do
 */
public record IfMatch(@Nullable Set<String> tags) {

    /** The name of the header field. */
    public static final String FIELD = "If-Match";

    /** Every version will do. */
    public static final IfMatch ANY = new IfMatch(null);

    // Characters as RFC 9110, section 8.8.3 has them. Elements of a list may be empty (section 5.6.1).
    private static final Pattern ENTITY_TAG =
            Pattern.compile("[ \\t]*(?:(W/)?\"([!#-~\\x80-\\xff]*)\"[ \\t]*)?(?:,|$)");

    /**
     * What the lines of the field say; {@link #ANY} without any and for {@code *}. A weak tag is understood and matches
     * nothing: versions are compared strongly.
     *
     * @throws InvalidInput when it is neither {@code *} nor a list of entity tags
     */
    public static IfMatch of(List<String> lines) {
        if (lines.isEmpty()) {
            return ANY;
        }
        var text = String.join(",", lines);
        return text.strip().equals("*") ? ANY : listed(text);
    }

    /** Whether the aggregate may be changed when it has this version, {@code null} when it does not exist yet. */
    public boolean admits(@Nullable Long version) {
        return tags == null || (version != null && tags.contains(version.toString()));
    }

    private static IfMatch listed(String text) {
        var strong = new HashSet<String>();
        var any = false;
        var matcher = ENTITY_TAG.matcher(text);
        for (var from = 0; from < text.length(); from = matcher.end()) {
            if (!matcher.find(from) || matcher.start() != from) {
                throw malformed();
            }
            any |= matcher.group(2) != null;
            if (matcher.group(1) == null && matcher.group(2) != null) {
                strong.add(matcher.group(2));
            }
        }
        if (!any) {
            throw malformed();
        }
        return new IfMatch(Set.copyOf(strong));
    }

    private static InvalidInput malformed() {
        return new InvalidInput(FIELD, "must be * or a list of entity tags, for example \"3\"");
    }
}
