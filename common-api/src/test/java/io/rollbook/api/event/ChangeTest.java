package io.rollbook.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Forgotten;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import io.rollbook.api.user.Gender;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class ChangeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Event(Change<String> text, Change<Gender> gender) {}

    @ParameterizedTest
    @MethodSource
    void hasAFormOfItsOwnForEachOfItsFourStates(Event event, String json) {
        assertThat(JSON.writeValueAsString(event)).isEqualTo(json);
        assertThat(JSON.readValue(json, Event.class)).isEqualTo(event);
    }

    static Stream<Arguments> hasAFormOfItsOwnForEachOfItsFourStates() {
        return Stream.of(
                Arguments.of(new Event(new Unchanged<>(), new Unchanged<>()), "{}"),
                Arguments.of(new Event(new Cleared<>(), new Unchanged<>()), "{\"text\":null}"),
                Arguments.of(new Event(new Given<>("a"), new Given<>(Gender.P)), "{\"text\":\"a\",\"gender\":\"P\"}"),
                Arguments.of(new Event(new Given<>(""), new Cleared<>()), "{\"text\":\"\",\"gender\":null}"),
                Arguments.of(new Event(new Forgotten<>(), new Unchanged<>()), "{\"text\":{\"forgotten\":true}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":{}}",
                "{\"text\":{\"forgotten\":false}}",
                "{\"text\":{\"forgotten\":true,\"more\":1}}",
                "{\"gender\":\"X\"}"
            })
    void isReadFromNothingElse(String json) {
        assertThatThrownBy(() -> JSON.readValue(json, Event.class)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @MethodSource
    void leadsFromOneValueToTheOther(@Nullable String before, @Nullable String after, Change<String> change) {
        assertThat(Change.between(before, after)).isEqualTo(change);
        assertThat(change.applyTo(before)).isEqualTo(after);
    }

    static Stream<Arguments> leadsFromOneValueToTheOther() {
        return Stream.of(
                Arguments.of(null, null, new Unchanged<>()),
                Arguments.of("a", "a", new Unchanged<>()),
                Arguments.of("a", null, new Cleared<>()),
                Arguments.of(null, "b", new Given<>("b")),
                Arguments.of("a", "b", new Given<>("b")));
    }

    @Test
    void leavesNoValueOnceItIsForgotten() {
        assertThat(new Forgotten<String>().applyTo("a")).isNull();
        assertThat(new Forgotten<String>().given()).isEmpty();
        assertThat(new Given<>("a").given()).contains("a");
    }
}
