package io.rollbook.web.platform;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;

/**
 * A setting that must be kept secret, and so must have been chosen: outside the embedded default a process does not start
 * with one that is missing or that everybody knows.
 */
public final class Secret {

    // Compared in lower case and without - and _. Examples of documents and templates, and what images come with.
    private static final Set<String> KNOWN_TO_ALL = Set.of(
            "admin", "default", "example", "pass", "password", "postgres", "rollbook", "root", "secret", "todo", "xxx");
    private static final Set<String> BEGINNINGS =
            Set.of("changeme", "changethis", "chooseme", "fillme", "placeholder", "replace", "yourpassword", "<", "${");

    private Secret() {}

    /**
     * The value of a secret that must be there.
     *
     * @param setting the property's name
     * @throws StartRefused when it is missing, empty or a placeholder; the value itself is not told
     */
    public static String required(PropertyResolver settings, String setting) {
        var value = settings.getProperty(setting);
        if (value == null || value.isBlank()) {
            throw new StartRefused("set " + variable(setting) + ": it is a secret and has no default");
        }
        verify(value, setting);
        return value;
    }

    /**
     * Refuses a placeholder.
     *
     * @param value the secret, {@code null} when there is none, which is well
     * @param setting the property it stands in
     * @throws StartRefused when it is a placeholder; the value itself is not told
     */
    public static void verify(@Nullable String value, String setting) {
        if (value != null && isPlaceholder(value)) {
            throw new StartRefused(
                    "the secret in " + variable(setting) + " is a placeholder that everybody knows; choose one");
        }
    }

    private static boolean isPlaceholder(String value) {
        var plain = value.strip().toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
        return KNOWN_TO_ALL.contains(plain) || BEGINNINGS.stream().anyMatch(plain::startsWith);
    }

    // Spring Boot's rule for the environment variable of a property.
    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
    }
}
