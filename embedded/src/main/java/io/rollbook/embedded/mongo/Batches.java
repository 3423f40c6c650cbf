package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How many documents go into one reply. The library would send all of them when the client does not say, and exceed
 * what a client accepts (48 MB) with some hundred thousand.
 */
final class Batches {

    static final int DEFAULT_SIZE = 1_000;
    /** Less than asked for is allowed by the protocol; this many documents of 4 kB fill a reply. */
    static final int LARGEST_SIZE = 10_000;

    private Batches() {}

    /** The size to use when a client asks for this one, which may be absent or 0. */
    static int size(@Nullable Object asked) {
        var size = asked instanceof Number number ? number.intValue() : 0;
        return size <= 0 ? DEFAULT_SIZE : Math.min(size, LARGEST_SIZE);
    }

    /** The same find or getMore command with a batch size that a reply can hold. */
    static Document bounded(Document command) {
        var bounded = command.clone();
        bounded.put("batchSize", size(command.get("batchSize")));
        if (Boolean.TRUE.equals(command.get("singleBatch")) && !isLimited(command)) {
            bounded.put("limit", size(command.get("batchSize"))); // or a cursor would wait for ever
        }
        return bounded;
    }

    private static boolean isLimited(Document command) {
        return command.get("limit") instanceof Number limit && limit.intValue() > 0;
    }
}
