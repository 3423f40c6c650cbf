package io.rollbook.web.edge;

import java.time.Duration;

/**
 * What the bodies of one route may be, where it takes larger ones than the others.
 *
 * @param path the route's, which has no variables
 * @param bytes the most they may have
 * @param patience how long one may take to arrive
 */
public record BodyLimit(String path, int bytes, Duration patience) {}
