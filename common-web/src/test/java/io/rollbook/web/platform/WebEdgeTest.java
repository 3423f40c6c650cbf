package io.rollbook.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.web.access.Access;
import io.rollbook.web.access.Allow;
import io.rollbook.web.access.Bearers;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.envelope.Envelope;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What no client sends who means well, byte by byte, to the service's port and to the operators' port of its own. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.endpoint.health.group.readiness.include=ping",
            "rollbook.web.allowed-origins=https://app.rollbook.test"
        })
class WebEdgeTest {

    private static final String STANDARD = "\"error\":{\"name\":\"ValidationError\",\"details\":\"";
    private static final String INTEGRATION = "{\"status\":400,\"error\":\"Validation Error\"}";

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/users?q=% HTTP/1.1",
                "GET /api/users?= HTTP/1.1",
                "GET /api/users;x=1 HTTP/1.1",
                "GET //api/users HTTP/1.1",
                "GET /api/%2e/users HTTP/1.1",
                "GET /api%2fusers HTTP/1.1",
                "GET /api/users/%00 HTTP/1.1",
                "GET /api/users/%ff HTTP/1.1",
                "GET /actuator/health/readiness?x=a%0aFORGED%ff HTTP/1.1",
                "GET /actuator/health;x=1/readiness HTTP/1.1",
                "GET /api/users HTTP/2.0",
                "GET /api/users|{} HTTP/1.1",
                "GET /actuator/health HTTP/9.9"
            })
    void aMalformedRequestLineIs400InTheEnvelopeOnEitherPort(String line) {
        for (var to : new int[] {port, managementPort}) {
            assertThat(send(to, line, "")).startsWith("HTTP/1.1 400").contains(STANDARD, "nosniff");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/userIntegration;x=1/1 HTTP/1.1",
                "GET /api/userIntegration/%ff HTTP/1.1",
                "GET //api/userIntegration/1 HTTP/1.1",
                "GET /api/%75serIntegration?q=% HTTP/1.1",
                "GET /api/userIntegration/1 HTTP/2.0"
            })
    void inTheIntegrationsFamilyItHasThatEnvelope(String line) {
        assertThat(send(port, line, "")).startsWith("HTTP/1.1 400").endsWith(INTEGRATION);
    }

    @Test
    void needlessEncodingsLeadToTheRouteAndToItsEnvelope() {
        assertThat(send(port, "GET /api/%75sers/%69nspected HTTP/1.1", ""))
                .startsWith("HTTP/1.1 200")
                .contains("\"/api/users/inspected null\"");
        assertThat(send(port, "GET /api/%75serIntegration/1%3A2 HTTP/1.1", ""))
                .startsWith("HTTP/1.1 404")
                .endsWith("{\"status\":404,\"error\":\"there is no such route\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, q=body",
        "multipart/form-data, x",
        "multipart/form-data; boundary=x, x"
    })
    void noParameterIsReadFromABody(String type, String body) {
        var fields = "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n";

        assertThat(send(port, "POST /api/users/inspected?q=query HTTP/1.1", fields, body))
                .contains("\"/api/users/inspected query\"");
        assertThat(send(port, "POST /api/users/inspected HTTP/1.1", fields, body))
                .contains("\"/api/users/inspected null\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-16", "\"utf-16\"", "nope"})
    void answersAreInUtf8WhateverCharsetIsAccepted(String charset) {
        var accept = "Accept: application/json;q=0.9;charset=" + charset + "\r\n";

        assertThat(send(port, "GET /api/users/inspected HTTP/1.1", accept)).startsWith("HTTP/1.1 200");
        assertThat(send(managementPort, "GET /actuator/health/readiness HTTP/1.1", accept))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*/*", "application/*", "application/*+json;charset=utf-8"})
    void aTypeThatIsAPatternIsNoType(String type) {
        for (var line : new String[] {"GET /nowhere HTTP/1.1", "POST /api/users/inspected HTTP/1.1"}) {
            assertThat(send(port, line, "Content-Length: 0\r\nContent-Type: " + type + "\r\n"))
                    .startsWith("HTTP/1.1 415")
                    .contains("\"UnsupportedMediaTypeError\"");
        }
    }

    @Test
    void operatorsGetWhatTheyAskFor() {
        for (var accept :
                new String[] {"", "Accept: \r\n", "Accept: ,\r\n", "Accept: , ,*/*,\r\n", "Accept: */*\r\n"}) {
            for (var path : new String[] {
                "", "/health", "/health/ping", "/health/readiness", "/health/readiness/ping", "/prometheus"
            }) {
                assertThat(send(managementPort, "GET /actuator" + path + " HTTP/1.1", accept))
                        .as(path)
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void theOperatorsPortAnswersInTheEnvelopeToo() {
        assertThat(send(managementPort, "GET /nowhere HTTP/1.1", ""))
                .startsWith("HTTP/1.1 404")
                .contains("\"NotFoundError\"", "X-Correlation-Id", "nosniff");
        assertThat(send(managementPort, "POST /actuator/health HTTP/1.1", "Content-Length: 0\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("\"MethodNotAllowedError\"");
        assertThat(send(managementPort, "GET /actuator/health HTTP/1.1", "X: " + "x".repeat(20_000) + "\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains(STANDARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator/health/x/health/liveness", "/actuator/health/x/y", "/actuator/health/readiness/x/y"})
    void aPartOfAComponentIsNoRoute(String path) {
        assertThat(send(managementPort, "GET " + path + " HTTP/1.1", "")).startsWith("HTTP/1.1 404");
    }

    @Test
    void aPreflightIsNotAnsweredWithMoreThanAHeaderHolds() {
        var fields = "Origin: https://app.rollbook.test\r\nAccess-Control-Request-Method: GET\r\n"
                + "Access-Control-Request-Headers: ";

        assertThat(send(port, "OPTIONS /api/users HTTP/1.1", fields + "a,".repeat(1000) + "\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(send(port, "OPTIONS /api/users HTTP/1.1", fields + "a,".repeat(5000) + "\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains(STANDARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXXX /error", "TRACE /api/users/inspected", "XXXX /api/users/inspected", "PUT /nowhere"})
    void aRequestOfAListedOriginIsRefusedInTheEnvelopeWhateverItsMethod(String request) {
        assertThat(send(port, request + " HTTP/1.1", "Origin: https://app.rollbook.test\r\n"))
                .startsWith("HTTP/1.1 4")
                .contains("\"error\":{\"name\":");
    }

    @Test
    void aPreflightForAMethodThatIsNoneIsRefusedInTheEnvelope() {
        var fields = "Origin: https://app.rollbook.test\r\nAccess-Control-Request-Method: XXXX\r\n";

        assertThat(send(port, "OPTIONS /api/users HTTP/1.1", fields))
                .startsWith("HTTP/1.1 403")
                .contains(
                        "\"error\":{\"name\":\"ForbiddenError\",\"details\":\"this origin or method is not allowed\"");
    }

    @Test
    void aMethodThatIsNoneIsNotRepeated() {
        assertThat(send(port, "X".repeat(9000) + " /api/users/inspected HTTP/1.1", ""))
                .startsWith("HTTP/1.1 405")
                .contains("this route does not take this method; it takes GET, POST");
    }

    private static String send(int port, String line, String fields) {
        return send(port, line, fields, "");
    }

    private static String send(int port, String line, String fields, String body) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write((line + "\r\nHost: localhost\r\nConnection: close\r\n" + fields + "\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebSide.class, Routes.class})
    static class Side {

        @Bean
        TokenVerifier nobodysTokens() {
            return new Bearers(token -> Optional.empty());
        }

        @Bean
        CallerDirectory nobody() {
            return token -> Optional.empty();
        }
    }

    @RestController
    static class Routes {

        @Allow(Access.ANYONE)
        @GetMapping("/api/users/inspected")
        ResponseEntity<Envelope> read(HttpServletRequest request) {
            return Envelope.ok("inspected", request.getRequestURI() + " " + request.getParameter("q"));
        }

        @Allow(Access.ANYONE)
        @PostMapping("/api/users/inspected")
        ResponseEntity<Envelope> change(HttpServletRequest request) {
            return read(request);
        }
    }
}
