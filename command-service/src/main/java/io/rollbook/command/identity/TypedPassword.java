package io.rollbook.command.identity;

import io.rollbook.api.error.InvalidValue;
import io.rollbook.api.value.Text;
import java.util.List;
import java.util.stream.Stream;

/**
 * A password that somebody signs in with.
 *
 * @param forms what to compare with, the one that is kept today first: the opaque string of RFC 8265, and what was typed,
 *     where that is another. Older passwords were kept as they were typed
 */
public record TypedPassword(List<String> forms) {

    public static TypedPassword of(String typed) {
        return new TypedPassword(Stream.of(opaque(typed), typed).distinct().toList());
    }

    /** The form to keep. */
    public String today() {
        return forms.getFirst();
    }

    private static String opaque(String typed) {
        try {
            return Text.password(typed);
        } catch (InvalidValue noPasswordOfToday) {
            return typed;
        }
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "TypedPassword[…]";
    }
}
