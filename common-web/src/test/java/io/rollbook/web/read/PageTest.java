package io.rollbook.web.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.api.error.InvalidInput;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class PageTest {

    @Test
    void linksCarryOnlyWhatTheRouteHasRead() {
        var parameters = parameters("page=2&limit=5&name=Ani%20%26%20Budi&utm=" + "x".repeat(9000));
        parameters.text("name");
        var page = Page.required(parameters, 100);
        parameters.verify();

        assertThat(page.headers(parameters, 100).getFirst("Link"))
                .isEqualTo("<?name=Ani%20%26%20Budi&page=1&limit=5>; rel=\"first\", "
                        + "<?name=Ani%20%26%20Budi&page=1&limit=5>; rel=\"prev\", "
                        + "<?name=Ani%20%26%20Budi&page=3&limit=5>; rel=\"next\", "
                        + "<?name=Ani%20%26%20Budi&page=20&limit=5>; rel=\"last\"");
    }

    @Test
    void linksHaveRoomInTheHeaderOfAnAnswer() {
        var longest = parameters("page=2&limit=5&name=" + "%F0%9F%92%8E".repeat(250));
        longest.text("name");
        var page = Page.required(longest, 100);
        longest.verify();

        assertThat(String.valueOf(page.headers(longest, 1_000_000_000L).getFirst("Link"))
                        .length())
                .isLessThan(12 * 1024 + 512);
    }

    @Test
    void aQueryThatIsTooLongForLinksIsRefused() {
        var parameters = parameters("name=" + "%F0%9F%92%8E".repeat(260));
        parameters.text("name");

        assertThatThrownBy(parameters::verify)
                .isInstanceOf(InvalidInput.class)
                .hasMessage("query must have at most 3072 characters, percent-encoded");
    }

    private static QueryParameters parameters(String query) {
        var request = new MockHttpServletRequest("GET", "/api/users");
        request.setQueryString(query);
        return QueryParameters.of(request);
    }
}
