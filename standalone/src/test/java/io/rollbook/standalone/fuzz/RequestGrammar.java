package io.rollbook.standalone.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes up requests, the same ones from the same seed. Most are nearly right: a route that there is, with one or a few parts
 * that no decent client sends. Nothing it makes up signs in, registers or deletes anybody.
 */
final class RequestGrammar {

    /**
     * A text that is part of many requests and must never be seen in a log. Its tilde makes it no correlation id, which a
     * client may choose and the log shows.
     */
    static final String MARKER = "fuzz7b3~marker";

    private static final List<String> LEAKS = List.of(
            MARKER,
            "%0a" + MARKER,
            "%0d%0a" + MARKER + "%ff",
            MARKER + "%40example.org",
            "%1b%5b31m" + MARKER,
            "%E2%80%AE" + MARKER,
            MARKER + "x".repeat(300));

    private static final List<String> PATHS = List.of(
            "/api/users",
            "/api/users/1",
            "/api/users/1/approve",
            "/api/users/1/disable",
            "/api/users/1/sessions",
            "/api/users/1/history",
            "/api/users/99999999",
            "/api/users/abc",
            "/api/roles",
            "/api/roles/1",
            "/api/roles/3/users",
            "/api/auth/authenticated",
            "/api/auth/login",
            "/api/auth/sessions",
            "/api/auth/sessions/0b1a6f5e-3a52-4c3f-9d8e-5f7a1c2b3d4e",
            "/api/auth/register",
            "/api/admin/erasures",
            "/api/userIntegration",
            "/api/userIntegration/1",
            "/api/userIntegration/userIntegration:7",
            "/api/admin/userIntegration/1",
            "/.well-known/jwks.json",
            "/actuator",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            "/actuator/health/x/y/z",
            "/actuator/prometheus",
            "/error",
            "/",
            "/nowhere");

    private static final List<String> PATH_TRICKS = List.of(
            ";x=1",
            ";",
            "//",
            "/./",
            "/../",
            "/%2e%2e/",
            "%2f",
            "%5c",
            "\\",
            "%00",
            "%0a",
            "%7f",
            "%C2%85",
            "%ff",
            "%",
            "%zz",
            "%25",
            "%3A",
            "%75",
            "%E2%80%AE",
            "\u0001",
            "\u00e9",
            "?",
            "#",
            "{",
            "|",
            "\"",
            "<",
            "*",
            "..;",
            "%c0%ae");

    private static final List<String> QUERIES = List.of(
            "q=%",
            "=",
            "=x",
            "&",
            "q=%ff",
            "q",
            "page=1&limit=1",
            "page=0",
            "page=99999999999",
            "limit=501",
            "sort=name,-id",
            "sort=%00",
            "q=%ED%A0%80",
            "q=a&q=b",
            "approved=maybe",
            "id=1&id=2",
            "%00=1",
            "a[b]=1",
            "q={",
            "q=\u00e9",
            "q=%0a",
            "userId=user-1",
            "_method=DELETE",
            "x=" + "y".repeat(3000));

    private static final List<String> METHODS = List.of(
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PATCH",
            "PROPFIND",
            "get",
            "G!T",
            "X".repeat(300),
            "G\u00c9T",
            "",
            "G ET");

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.0",
            "HTTP/2.0",
            "HTTP/3",
            "HTTP/1.2",
            "HTTP/0.9",
            "HTTP/1.",
            "http/1.1",
            "HTTP/1.1 x",
            "FTP/1.1",
            "HTTP/11");

    private static final List<String> HOSTS = List.of(
            "Host: a b",
            "Host: [::1",
            "Host:",
            "Host: a:999999",
            "Host: \u00e9",
            "Host: x\r\nHost: y",
            "X: y",
            "Host: ..");

    private static final List<String> NAMES = List.of(
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Access-Control-Request-Method",
            "Access-Control-Request-Headers",
            "Authorization",
            "Cache-Control",
            "Connection",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Length",
            "Content-Range",
            "Content-Type",
            "Cookie",
            "Date",
            "Expect",
            "Forwarded",
            "From",
            "Idempotency-Key",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Keep-Alive",
            "Last-Event-ID",
            "Max-Forwards",
            "Origin",
            "Prefer",
            "Range",
            "Referer",
            "Sec-Fetch-Site",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "User-Agent",
            "Via",
            "X-Consistency-Token",
            "X-Correlation-Id",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Forwarded-Proto",
            "X-HTTP-Method-Override",
            "X-Original-URL",
            "X-Requested-With",
            "traceparent",
            "tracestate",
            "baggage");

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "*",
            "*/*",
            "*/*;q=7",
            "foo",
            "\"",
            "\"1\"",
            "W/\"1\"",
            ",",
            ";;=",
            "a/b;c=\"",
            "application/json",
            "application/json;charset=utf-16",
            "application/json;charset=\"utf-16\"",
            "application/json;charset=nope",
            "application/problem+json",
            "application/problem+json;q=0",
            "application/x-www-form-urlencoded",
            "*",
            "application/*",
            "application/json;charset=utf-7",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=x",
            "text/html",
            "gzip",
            "gzip, chunked",
            "identity",
            "chunked",
            "close",
            "upgrade",
            "h2c",
            "websocket",
            "100-continue",
            "-1",
            "0",
            "5",
            "99999999999999999999",
            "bytes=9-1",
            "bytes=0-0,-1,5-",
            "null",
            "https://app.rollbook.test",
            "http://[",
            "http://a:99999999",
            "::",
            "1.2.3.4",
            "[[[",
            "for=\"[::1\";proto=;;",
            "Bearer",
            "Bearer x",
            "Bearer a.b.c",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Basic Og==",
            "rollbook-session=x",
            "rollbook-session=\u0080; a=\"b",
            "$Version=1; rollbook-session=\"x\"",
            "user-1@1",
            "user-1@99999999999999999999",
            "user-@@",
            "\u0001",
            "\u001b[31m",
            "\u00ff\u00fe",
            "\u0000",
            "a\rb",
            "a\nb: c",
            "x".repeat(2000),
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "en;q=x,@@");

    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "1",
            "\"",
            "{\"name\":",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "{\"name\":1}",
            "{\"email\":\"@\",\"password\":null}",
            "{\"disabled\":\"x\"}",
            "{\"isconnected\":1,\"userId\":\"x\"}",
            "{\"name\":\"\\ud800\"}",
            "{\"\u0000\":1}",
            "\u00ff\u00fe",
            "\u0000{",
            "a=%&=",
            "--x\r\nContent-Disposition: x\r\n\r\n",
            "[".repeat(3000),
            "1".repeat(3000),
            "{\"x\":1e999999999}",
            "{\"roleId\":99999999999999999999}",
            "\u001f\u008b\u0008");

    private final Random random;
    private final List<@Nullable String> tokens;

    /**
     * A grammar that makes up its own choices from {@code seed}.
     *
     * @param tokens of callers of each kind, {@code null} for nobody; a caller who may change much is not among them
     */
    RequestGrammar(long seed, List<@Nullable String> tokens) {
        this.random = new Random(seed);
        this.tokens = tokens;
    }

    /**
     * A request.
     *
     * @param text each character one byte
     * @param head whether the answer has no body
     * @param whole whether it is told where it ends, so that there must be an answer
     */
    record Sample(String text, boolean head, boolean whole) {}

    /** The next request. */
    Sample next() {
        var method = one(12) ? pick(METHODS) : pick(List.of("GET", "GET", "GET", "POST", "PUT", "PATCH"));
        var version = one(25) ? pick(VERSIONS) : "HTTP/1.1";
        var target = target();
        var lines = new ArrayList<String>();
        lines.add(
                one(60)
                        ? pick(List.of(method + " " + target, method, target, "", "PRI * HTTP/2.0"))
                        : method + " " + target + " " + version);
        lines.add(one(25) ? pick(HOSTS) : "Host: localhost");
        var token = pick(tokens);
        if (token != null) {
            lines.add("Authorization: Bearer " + token);
        }
        for (var i = random.nextInt(4); i > 0; i--) {
            lines.add(field());
        }
        if (one(80)) {
            lines.add("X-Large: " + "x".repeat(random.nextInt(20_000)));
        }
        if (one(80)) {
            for (var i = 0; i < 150; i++) {
                lines.add("X-" + i + ": " + i);
            }
        }
        var body = method.equals("GET") && !one(10) ? "" : body(lines);
        var text = String.join("\r\n", lines) + "\r\n\r\n" + body;
        if (one(8)) {
            return new Sample(mutated(text), method.equals("HEAD"), false);
        }
        var first = lines.getFirst();
        // Without a version it is HTTP/0.9, whose answers have no status line; PRI begins a protocol that is not
        // spoken.
        var whole = first.split(" ", -1).length >= 3 && !first.startsWith("PRI") && !first.isBlank();
        return new Sample(text, method.equals("HEAD"), whole && !unfinished(lines));
    }

    // A body that is shorter than announced ends with the connection, and so may its answer.
    private static boolean unfinished(List<String> lines) {
        return lines.stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.startsWith("content-length")
                        || line.startsWith("transfer-encoding")
                        || line.startsWith("expect"));
    }

    private String target() {
        var path = pick(PATHS);
        if (one(4)) {
            var at = random.nextInt(path.length() + 1);
            path = path.substring(0, at) + pick(PATH_TRICKS) + path.substring(at);
        }
        if (one(6)) {
            path += "/" + pick(LEAKS);
        }
        if (one(40)) {
            path = pick(List.of("http://localhost", "http://[", "https://u:p@h:99999", "localhost:80", "*", "")) + path;
        }
        if (!one(3)) {
            return path;
        }
        var query = new StringBuilder("?");
        for (var i = 1 + random.nextInt(3); i > 0; i--) {
            query.append(one(3) ? MARKER + "=" + pick(LEAKS) : pick(QUERIES)).append(i > 1 ? "&" : "");
        }
        if (one(50)) {
            query.append("&a=1".repeat(200 + random.nextInt(1200)));
        }
        return path + query;
    }

    private String field() {
        var name = one(30)
                ? pick(List.of("", "X Y", "X\u0000", "\u00e9", MARKER, "X-" + MARKER, "Transfer-Encoding "))
                : pick(NAMES);
        var value = one(4) ? pick(LEAKS) : pick(VALUES);
        return one(60) ? name : name + ": " + value;
    }

    private String body(List<String> lines) {
        var body = one(5) ? "{\"name\":\"" + MARKER + "\\n\"}" : pick(BODIES);
        if (!one(6)) {
            lines.add("Content-Type: application/json");
        }
        return switch (random.nextInt(6)) {
            case 0 -> {
                lines.add("Transfer-Encoding: chunked");
                yield pick(List.of(
                        Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n",
                        "zz\r\n" + body,
                        "-1\r\n" + body,
                        "FFFFFFFFFFFFFFFF\r\n" + body,
                        "2;x=\"\u0000\r\n{}\r\n0\r\nX: \u0001\r\n\r\n",
                        "2\r\n{}xx",
                        "0\r\n" + "X: y\r\n".repeat(2000) + "\r\n"));
            }
            case 1 -> {
                lines.add("Content-Length: "
                        + pick(List.of("0", "-1", "x", "1, 2", "99999999999", "70000", "" + (body.length() + 1))));
                yield body;
            }
            default -> {
                lines.add("Content-Length: " + body.length());
                yield body;
            }
        };
    }

    private String mutated(String text) {
        var bytes = new StringBuilder(text);
        for (var i = 1 + random.nextInt(4); i > 0 && !bytes.isEmpty(); i--) {
            var at = random.nextInt(bytes.length());
            switch (random.nextInt(4)) {
                case 0 -> bytes.setCharAt(at, (char) random.nextInt(256));
                case 1 -> bytes.insert(at, (char) random.nextInt(256));
                case 2 -> bytes.deleteCharAt(at);
                default -> bytes.setLength(at);
            }
        }
        return bytes.toString();
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
