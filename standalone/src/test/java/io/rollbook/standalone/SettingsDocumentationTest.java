package io.rollbook.standalone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The table of settings in {@code docs/operations.md} against the settings that the code really has. */
class SettingsDocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(rollbook\\.[a-z.-]+)` \\| `([A-Z_]+)` \\| ([^|]*) \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

    // A setting that is read by its name, in Java or in the defaults: as a placeholder, as a condition, or asked for.
    private static final Pattern READ_BY_NAME = Pattern.compile(
            "(?:\\$\\{|name = \"|getProperty\\(\"|Secret\\.required\\(\\w+, \")(rollbook(?:\\.[a-z]+(?:-[a-z]+)*)+)");

    // What the compiler found in the configuration classes: by name, the default or "".
    private static final Map<String, String> DECLARED = new TreeMap<>();

    @BeforeAll
    static void readWhatTheCompilerFound() throws IOException {
        var json = JsonMapper.builder().build();
        var found = SettingsDocumentationTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json");
        for (var resource : Collections.list(found)) {
            try (var stream = resource.openStream()) {
                for (var property : json.readTree(stream).path("properties")) {
                    var name = property.path("name").stringValue();
                    if (name.startsWith("rollbook.")) {
                        DECLARED.merge(name, property.path("defaultValue").asString(""), (one, other) -> one + other);
                    }
                }
            }
        }
    }

    @Test
    void everySettingIsDocumentedAndNoOther() throws IOException {
        var all = new TreeSet<>(DECLARED.keySet());
        all.addAll(readByName());

        assertThat(documented().keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void environmentVariablesAreThoseOfTheNames() throws IOException {
        assertThat(documented())
                .isNotEmpty()
                .allSatisfy((name, row) -> assertThat(row.group(2))
                        .isEqualTo(
                                name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_')));
    }

    @Test
    void defaultsAreThoseOfTheCode() throws IOException {
        var rows = documented();

        assertThat(DECLARED).isNotEmpty().allSatisfy((name, value) -> {
            if (!value.isEmpty()) {
                assertThat(rows).containsKey(name);
                assertThat(requireNonNull(rows.get(name)).group(3)).as(name).isEqualTo("`" + value + "`");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "SECURITY.md",
                "docs/backup.md",
                "docs/firebase.md",
                "docs/operations.md",
                "docs/personal-data.md",
                "docker-compose.yml",
                ".env.example"
            })
    void noDocumentNamesASettingThatIsNone(String document) throws IOException {
        var known = documented().values().stream().map(row -> row.group(2)).collect(Collectors.toSet());

        assertThat(Pattern.compile("ROLLBOOK(?:_[A-Z]+){2,}")
                        .matcher(Files.readString(ROOT.resolve(document)))
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(known).contains(variable));
    }

    private static Map<String, MatchResult> documented() throws IOException {
        return ROW.matcher(Files.readString(ROOT.resolve("docs/operations.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row, (one, other) -> one, TreeMap::new));
    }

    private static Set<String> readByName() throws IOException {
        try (var files = Files.walk(ROOT, 12)) {
            return files.filter(file -> file.toString().matches(".*/src/main/.*\\.(java|properties)"))
                    .flatMap(file -> READ_BY_NAME.matcher(text(file)).results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
