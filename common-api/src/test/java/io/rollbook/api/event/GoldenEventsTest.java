package io.rollbook.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stored shape of every event there ever was, one file {@code <type>.<revision>.json} each. A file never changes
 * once events of its revision may be stored: a new shape is a new revision with a file of its own and an upcaster.
 */
class GoldenEventsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, @Nullable Object>> JSON_OBJECT = new TypeReference<>() {};
    private static final Set<String> HIDDEN = Set.of("password", "roleId", "createdAt", "updatedAt");

    @ParameterizedTest
    @MethodSource("events")
    void isWrittenAsItsFileSaysAndReadBackEqual(EventCatalogue.Entry event) throws Exception {
        var golden = golden(event.name(), event.revision());

        var read = JSON.convertValue(golden, event.type());

        assertThat(JSON.readValue(JSON.writeValueAsString(read), JSON_OBJECT)).isEqualTo(golden);
        assertThat(JSON.readValue(JSON.writeValueAsString(read), event.type())).isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("events")
    void hasItsRecordsComponentsAsFieldsAndNoHiddenOne(EventCatalogue.Entry event) throws Exception {
        assertThat(golden(event.name(), event.revision()).keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(event.type().getRecordComponents())
                        .map(component -> component.getName())
                        .toList())
                .doesNotContainAnyElementsOf(HIDDEN);
    }

    @ParameterizedTest
    @MethodSource("files")
    void canStillBeReadInEveryRevisionThatWasEverStored(String file) throws Exception {
        var name = typeOf(file);
        var event = EventCatalogue.byName(name).orElseThrow();

        var lifted = EventUpcasters.standard().lift(name, revisionOf(file), golden(name, revisionOf(file)));

        assertThat(lifted.revision()).isEqualTo(event.revision());
        assertThat(JSON.convertValue(lifted.event(), event.type())).isInstanceOf(event.type());
    }

    @Test
    void everyRevisionOfEveryEventHasAFile() throws Exception {
        var expected = new TreeSet<String>();
        for (var event : EventCatalogue.entries()) {
            for (var revision = 1; revision <= event.revision(); revision++) {
                expected.add(file(event.name(), revision));
            }
        }

        assertThat(files()).containsExactlyInAnyOrderElementsOf(expected);
    }

    static Stream<EventCatalogue.Entry> events() {
        return EventCatalogue.entries().stream();
    }

    static List<String> files() throws IOException, URISyntaxException {
        try (var files = Files.list(folder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, @Nullable Object> golden(String name, int revision)
            throws IOException, URISyntaxException {
        return JSON.readValue(Files.readString(folder().resolve(file(name, revision))), JSON_OBJECT);
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(GoldenEventsTest.class.getResource("/events"))
                .toURI());
    }

    private static String file(String name, int revision) {
        return name + "." + revision + ".json";
    }

    private static String typeOf(String file) {
        return file.replaceFirst("\\.[0-9]+\\.json$", "");
    }

    private static int revisionOf(String file) {
        return Integer.parseInt(file.replaceFirst("\\.json$", "").replaceFirst("^.*\\.", ""));
    }
}
