package io.rollbook.web.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;

/** RFC 9110, section 12.5.1. */
class AcceptedTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            ACCEPT                                                          | JSON | PROBLEM
            application/json                                                | 1.0  | false
            */*                                                             | 1.0  | false
            application/*;q=0.4                                             | 0.4  | false
            ''                                                              | 1.0  | false
            text/html                                                       | 0.0  | false
            application/json;q=0                                            | 0.0  | false
            */*, application/json;q=0                                       | 0.0  | false
            application/*, application/json;q=0.000                         | 0.0  | false
            text/*, */*;q=0                                                 | 0.0  | false
            application/json;charset=utf-16                                 | 1.0  | false
            APPLICATION/JSON; Q=0.5                                         | 0.5  | false
            application/problem+json                                        | 1.0  | true
            APPLICATION/PROBLEM+JSON;q=0.2                                  | 0.2  | true
            application/problem+json, application/json                      | 1.0  | true
            application/json, application/problem+json                      | 1.0  | true
            application/json, application/problem+json;q=0                  | 1.0  | false
            application/json, application/problem+json;q=0.0                | 1.0  | false
            application/problem+json;q=0                                    | 0.0  | false
            application/json, application/problem+json;q=0.9                | 1.0  | false
            application/json;q=0.8, application/problem+json;q=0.9          | 0.8  | true
            */*, application/problem+json;q=0.5                             | 1.0  | false
            */*;q=0.1, application/problem+json;q=0.5                       | 0.1  | true
            text/html, application/problem+json;q=0.5                       | 0.5  | true
            application/json;q=0, application/problem+json                  | 0.0  | true
            text/html;x="application/problem+json"                          | 0.0  | false
            """)
    void weighsWhatItNames(String accept, double json, boolean problem) {
        request.addHeader("Accept", accept);

        assertThat(Accepted.of(request).quality(MediaType.APPLICATION_JSON)).isEqualTo(json);
        assertThat(Accepted.of(request).prefersProblem()).isEqualTo(problem);
    }

    @Test
    void readsSeveralLinesAsOne() {
        request.addHeader("Accept", "text/html");
        request.addHeader("Accept", "application/json;q=0.3");

        assertThat(Accepted.of(request).quality(MediaType.APPLICATION_JSON)).isEqualTo(0.3);
    }

    @Test
    void isEverythingWhenNothingIsSaid() {
        assertThat(Accepted.of(request).quality(MediaType.APPLICATION_JSON)).isEqualTo(1);
        assertThat(Accepted.of(request).prefersProblem()).isFalse();
    }
}
