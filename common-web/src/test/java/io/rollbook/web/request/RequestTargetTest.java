package io.rollbook.web.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/api/users/1, /api/users/1",
        "/api/%75sers/1, /api/users/1",
        "/api/userIntegration/userIntegration%3A7, /api/userIntegration/userIntegration:7",
        "/api/users/1/, /api/users/1/",
        "/api/users/%C3%A9, /api/users/é",
        "/api/users/%2525, /api/users/%25",
        "/, /",
    })
    void needlessEncodingsAreReadAsWhatTheyMean(String uri, String path) {
        var target = RequestTarget.parse(uri, null);

        assertThat(target.problem()).isEmpty();
        assertThat(target.path()).isEqualTo(path);
        assertThat(RequestTarget.parse(target.uri(), null).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "api",
                "localhost:80",
                "/api/users;x=1/1",
                "/api/users/1;",
                "/api/users/%3Bx",
                "//api/users",
                "/api//users",
                "/api/users//",
                "//",
                "/api/./users",
                "/api/../users",
                "/api/%2e/users",
                "/api/.%2E/users",
                "/..",
                "/api/users/.",
                "/api%2fusers",
                "/api%2Fusers",
                "/api%5cusers",
                "/api\\users",
                "/api/%00",
                "/api/%0d%0a",
                "/api/%7f",
                "/api/%C2%85",
                "/api/\u0001",
                "/api/%",
                "/api/%4",
                "/api/%zz",
                "/api/%ff",
                "/api/%c0%ae",
                "/api/%ED%A0%80",
                "/api/\u00e9",
                "/api/%\uff11\uff11"
            })
    void anyOtherWayToWriteAPathIsAProblem(String uri) {
        assertThat(RequestTarget.parse(uri, null).problem())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("path must "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/userIntegration;x=1/1", "//api/userIntegration/1", "/api/./userIntegration/1",
                "/api/x/../userIntegration/1", "/api%2fuserIntegration/1", "/api\\userIntegration/1",
                "/api/%75serIntegration/%ff", "/api/userIntegration/%00", "/api;a/userIntegration"
            })
    void theFamilyOfARefusedPathCanStillBeRead(String uri) {
        var target = RequestTarget.parse(uri, null);

        assertThat(target.problem()).isPresent();
        assertThat(target.path()).matches("/api/userIntegration(/.*)?");
    }

    @Test
    void aQueryIsDecodedOnce() {
        assertThat(RequestTarget.parse("/", "q=a+b%2B%2563&q=&flag&&n=1=2").parameters())
                .isEqualTo(Map.of("q", List.of("a b+%63", ""), "flag", List.of(""), "n", List.of("1=2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"q=%", "q=%4", "q=%zz", "%ff=1", "q=%ff", "q=%ED%A0%80", "=", "=x", "a=1&=", "%20=1", "q=\u00e9"
            })
    void aQueryThatCannotBeDecodedOrNamesNothingIsAProblem(String query) {
        var target = RequestTarget.parse("/api/users", query);

        assertThat(target.problem())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("query must "));
        assertThat(target.path()).isEqualTo("/api/users");
        assertThat(target.parameters()).isEmpty();
    }

    @Test
    void aQueryHasAtMostAHundredParameters() {
        assertThat(RequestTarget.parse("/", parameters(100)).problem()).isEmpty();
        assertThat(RequestTarget.parse("/", parameters(101)).problem())
                .hasValue("query must have at most 100 parameters");
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a=" + i).collect(Collectors.joining("&"));
    }
}
