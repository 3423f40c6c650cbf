package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.consistencyCookie;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whoever changes something and brings the token, or just the cookie, reads what they wrote. */
abstract class ConsistencyContract extends ResourceContract {

    ConsistencyContract(RunningSystem system) {
        super(system);
    }

    @RepeatedTest(10)
    void aReadThatBringsTheTokenShowsTheWrite() {
        var written = admin().post("/api/roles", Samples.role());

        var read = admin().forgetful()
                .request("GET", role(written.payload()))
                .header(RollbookClient.CONSISTENCY_TOKEN, written.consistencyToken())
                .send();

        assertShows(written, read);
    }

    @RepeatedTest(10)
    void aReadThatBringsTheCookieShowsTheWrite() {
        var created = admin().post("/api/roles", Samples.role());
        var written = admin().put(role(created.payload()), Samples.role());

        var read = admin().forgetful()
                .request("GET", role(written.payload()))
                .header("Cookie", consistencyCookie(written))
                .send();

        assertShows(written, read);
    }

    @RepeatedTest(10)
    void aListShowsTheWriteToo() {
        var user = admin().post("/api/users", Samples.user());

        var list = admin().get("/api/users?id=" + user.payload().path("id"));

        assertThat(elements(success(list, 200, "users"))).containsExactly(user.payload());
    }

    @Test
    void aReadThatWaitsInVainAnswersWhatItHas() {
        var role = admin().post("/api/roles", Samples.role()).payload();
        var began = Instant.now();

        var read = admin().request("GET", role(role))
                .header(RollbookClient.CONSISTENCY_TOKEN, "role-" + role.path("id") + "@999999")
                .send();

        assertThat(success(read, 200, "role")).isEqualTo(role);
        assertThat(read.header("X-Consistency")).isEqualTo("stale");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void theCookieIsSentToEveryPath() {
        var answer = admin().post("/api/roles", Samples.role());
        var cookie = answer.allHeaders("Set-Cookie").stream()
                .filter(line -> line.startsWith(consistencyCookie(answer)))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).containsIgnoringCase("Path=/");
    }

    private static void assertShows(Answer written, Answer read) {
        assertThat(success(read, 200, "role")).isEqualTo(written.payload());
        assertThat(read.header("X-Consistency")).as("%s", read).isNotEqualTo("stale");
    }
}
