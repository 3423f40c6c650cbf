package io.rollbook.query.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClients;
import io.rollbook.query.projection.Projection;
import io.rollbook.query.projection.Seed;
import io.rollbook.servers.Cable;
import io.rollbook.servers.TestMongo;
import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.read.StreamedAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a reader sees while the read model is empty, while the database is away, and when it goes away half-way. */
@SpringBootTest(
        classes = TestQuerySide.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.threads.virtual.enabled=true"})
@Import(DatabaseAwayTest.BreakingList.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseAwayTest {
    private static final TestMongo MONGO = TestMongo.start();
    private static final PersonTopicsBroker KAFKA = PersonTopicsBroker.start();
    private static final Cable CABLE = MONGO.cable();

    @LocalServerPort
    private int port;

    /** A list that cannot be read to its end. */
    @RestController
    static class BreakingList {
        @GetMapping("/api/breaking/{rows}")
        @Allow(Access.ANYONE)
        void list(@PathVariable("rows") int rows, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            new StreamedAnswer(request, response)
                    .list("rows", IntStream.rangeClosed(0, rows).mapToObj(row -> {
                        if (row == rows) {
                            throw new Unavailable("the read model cannot be reached", Duration.ofSeconds(2));
                        }
                        return row;
                    }));
        }
    }

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        KAFKA.register(registry);
        registry.add("spring.mongodb.uri", () -> TestMongo.connectionString(CABLE) + "/rollbook");
    }

    @AfterAll
    static void stop() {
        CABLE.close();
        KAFKA.close();
        MONGO.close();
    }

    @Test
    @Order(1)
    void whileItIsBeingFilledNobodyReadsAPart() {
        var answer = new Client(port).get(Roll.ADMIN, "/api/roles");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.details()).isEqualTo("the read model is being filled");
    }

    @Test
    @Order(2)
    void whileTheDatabaseIsAwayReadersAreToldSoSoonAndWhenToComeBack(@Autowired List<Projection<?, ?>> projections) {
        try (var mongo = MongoClients.create(MONGO.connectionString())) {
            new Seed(mongo.getDatabase("rollbook")).events(projections, Roll.events());
        }
        var client = new Client(port);
        await().until(() -> client.get(Roll.ADMIN, "/api/roles/1").status() == 200);
        CABLE.cut();

        var begun = System.nanoTime();
        var answer = client.get(Roll.ADMIN, "/api/roles");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.details()).isEqualTo("the read model cannot be reached");
        CABLE.mend();
        await().until(() -> client.get(Roll.ADMIN, "/api/roles").status() == 200);
    }

    @Test
    void aListThatBreaksOffBeforeAnythingIsSentIsAnError() {
        var answer = new Client(port).get("", "/api/breaking/3");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("error").path("name").stringValue()).isEqualTo("ServiceUnavailableError");
    }

    @Test
    void aListThatBreaksOffHalfSentBreaksTheConnection() {
        assertThatThrownBy(() -> new Client(port).get("", "/api/breaking/100000"))
                .isInstanceOf(UncheckedIOException.class);
    }
}
