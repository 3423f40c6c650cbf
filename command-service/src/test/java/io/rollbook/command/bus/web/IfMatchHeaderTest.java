package io.rollbook.command.bus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.command.bus.IfMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** RFC 9110, sections 8.8.3 and 13.1.1. */
class IfMatchHeaderTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "3"                     | true
             "3"                    | true
            "1", "3"                | true
            "1","2" ,\t"3"          | true
            , "3",                  | true
            "3,3", "3"              | true
            "2"                     | false
            "03"                    | false
            "three"                 | false
            ""                      | false
            "-1"                    | false
            "9999999999999999999"   | false
            "a,b"                   | false
            W/"3"                   | false
            W/"3", "3"              | true
            W/"3", "2"              | false
            """)
    void admitsVersion3WhenAStrongTagNamesIt(String header, boolean admitted) {
        request.addHeader("If-Match", header);

        assertThat(IfMatchHeader.of(request).admits(3L)).isEqualTo(admitted);
        assertThat(IfMatchHeader.of(request).admits(null)).isFalse();
    }

    @Test
    void readsTagsOfSeveralLines() {
        request.addHeader("If-Match", "\"1\"");
        request.addHeader("If-Match", "\"3\"");

        assertThat(IfMatchHeader.of(request).admits(3L)).isTrue();
        assertThat(IfMatchHeader.of(request).admits(2L)).isFalse();
    }

    @Test
    void admitsEveryVersionWithoutTheHeaderAndForAStar() {
        assertThat(IfMatchHeader.of(request)).isEqualTo(IfMatch.ANY);
        request.addHeader("If-Match", " * ");

        assertThat(IfMatchHeader.of(request).admits(7L)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "3",
                "\"3",
                "3\"",
                "\"3\" \"4\"",
                "\"3\"4",
                "\"a b\"",
                "w/\"3\"",
                "W/ \"3\"",
                "W/3",
                "*, \"3\"",
                "\"3\", *",
                "**"
            })
    void refusesWhatIsNoListOfEntityTags(String header) {
        request.addHeader("If-Match", header);

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> IfMatchHeader.of(request))
                .satisfies(invalid ->
                        assertThat(invalid.errors().getFirst().field()).isEqualTo("If-Match"));
    }
}
