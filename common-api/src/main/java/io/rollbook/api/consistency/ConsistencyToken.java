package io.rollbook.api.consistency;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a command leaves with its caller so that the caller's next read can wait for it: an aggregate and the version it
 * has now. Its text is {@code aggregate@version}, for example {@code user-5@3}.
 *
 * @param aggregateId the aggregate's identifier
 * @param version the sequence number of its last event, from 0
 */
public record ConsistencyToken(String aggregateId, long version) {

    /** The header a command answers with and a read may bring. */
    public static final String HEADER = "X-Consistency-Token";

    /** The cookie that carries the same token for browsers. */
    public static final String COOKIE = "rollbook-consistency";

    /** The header in which an answer says {@code stale} when it came before a read model did, else {@code fresh}. */
    public static final String FRESHNESS_HEADER = "X-Consistency";

    private static final Pattern TEXT = Pattern.compile("([A-Za-z]{1,32}-[0-9]{1,10})@([0-9]{1,18})");

    /** The token written as {@code text}, empty when it is none. */
    public static Optional<ConsistencyToken> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ConsistencyToken(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return aggregateId + "@" + version;
    }
}
