package io.rollbook.benchmarks;

import java.net.URI;
import java.util.List;

/**
 * Requests of one kind, each another: in path and body {@code {unique}} stands for letters and digits that no other request
 * has, {@code {pick}} for one of {@code picks}.
 *
 * @param tokens the bearer tokens that take turns
 */
record Request(URI origin, String method, String path, String body, List<String> tokens, List<String> picks) {

    static Request get(URI origin, String path, List<String> tokens, List<String> picks) {
        return new Request(origin, "GET", path, "", tokens, picks);
    }
}
