package io.rollbook.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.user.Gender;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} says what the code does: every event, every field, every header, and nothing else. */
class EventDocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "events.md");
    private static final Pattern EVENT = Pattern.compile(
            "^### `([a-z.-]+)`, revision ([0-9]+)$(.*?)(?=^##|\\z)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Map<Class<?>, String> NAMES =
            Map.of(String.class, "string", Instant.class, "string", long.class, "integer", Gender.class, "`L` or `P`");
    private static final Set<String> CLOUD_EVENTS_HEADERS =
            Set.of("content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time");

    @Test
    void namesEveryEventAndItsRevision() throws IOException {
        var documented = new LinkedHashMap<String, Integer>();
        sections().forEach(section -> documented.put(section.group(1), Integer.valueOf(section.group(2))));

        assertThat(documented)
                .containsExactlyInAnyOrderEntriesOf(EventCatalogue.entries().stream()
                        .collect(Collectors.toMap(
                                EventCatalogue.Entry::name,
                                EventCatalogue.Entry::revision,
                                Integer::max,
                                LinkedHashMap::new)));
    }

    @Test
    void namesEveryFieldWithItsType() throws IOException {
        var documented = new TreeMap<String, Map<String, String>>();
        sections().forEach(section -> documented.put(section.group(1), types(section.group(3))));
        var actual = new TreeMap<String, Map<String, String>>();
        for (var event : EventCatalogue.entries()) {
            actual.put(
                    event.name(),
                    Arrays.stream(event.type().getRecordComponents())
                            .collect(Collectors.toMap(RecordComponent::getName, EventDocumentationTest::typeOf)));
        }

        assertThat(documented).isEqualTo(actual);
    }

    @Test
    void saysWhenEachEventHappensAndWhatEachFieldMeans() throws IOException {
        assertThat(sections()).allSatisfy(section -> {
            assertThat(section.group(3).strip()).as(section.group(1)).matches("(?s)[A-Z].*\\..*");
            assertThat(ROW.matcher(section.group(3)).results().map(row -> row.group(3)))
                    .noneMatch(String::isBlank);
        });
    }

    @Test
    void namesEveryHeaderOfARecord() throws IOException {
        var page = Files.readString(PAGE);
        var format = page.substring(page.indexOf("## On the wire"), page.indexOf("## The events"));

        assertThat(ROW.matcher(format).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(headers());
    }

    @Test
    void namesTheTopicAndTheSource() throws IOException {
        assertThat(Files.readString(PAGE)).contains("`" + EventTopic.DEFAULT_NAME + "`", "`" + EventTopic.SOURCE + "`");
    }

    private static List<MatchResult> sections() throws IOException {
        return EVENT.matcher(Files.readString(PAGE)).results().toList();
    }

    private static Map<String, String> types(String section) {
        var types = new HashMap<String, String>();
        ROW.matcher(section).results().forEach(row -> types.put(row.group(1), row.group(2)));
        return types;
    }

    private static String typeOf(RecordComponent component) {
        var type = component.getType();
        if (component.getGenericType() instanceof ParameterizedType change) {
            return json((Class<?>) change.getActualTypeArguments()[0]) + ", or null, or absent";
        }
        var json = json(type);
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? json + ", or null" : json;
    }

    private static String json(Class<?> type) {
        return NAMES.containsKey(type) ? NAMES.get(type) : jsonValueOf(type);
    }

    private static String jsonValueOf(Class<?> identifier) {
        var value = identifier.getRecordComponents()[0].getType();
        return value == int.class ? "integer" : "string";
    }

    private static Set<String> headers() {
        var extensions = Stream.of(EventTopic.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> !Set.of("DEFAULT_NAME", "SOURCE").contains(field.getName()))
                .map(EventDocumentationTest::value)
                .map(name -> "ce_" + name);
        return Stream.concat(CLOUD_EVENTS_HEADERS.stream(), extensions).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
