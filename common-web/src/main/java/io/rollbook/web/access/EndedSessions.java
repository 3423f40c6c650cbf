package io.rollbook.web.access;

import io.rollbook.api.user.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sessions of a user that ended one by one and that something may still be brought of. They are few: the command side
 * ends no more than {@link #MOST} so.
 *
 * @param ended when each ended
 */
public record EndedSessions(Map<SessionId, Instant> ended) {

    /** None ended by itself. */
    public static final EndedSessions NONE = new EndedSessions(Map.of());

    /** How many are remembered at the most. */
    public static final int MOST = 100;

    /** Longer than anything that is given out is good: a session cookie is for 14 days at the most, a token too. */
    public static final Duration REMEMBERED = Duration.ofDays(15);

    public EndedSessions {
        ended = Map.copyOf(ended);
    }

    /** The same with one that ended at that time, and without those of which nothing is good any longer. */
    public EndedSessions with(SessionId session, Instant time) {
        return new EndedSessions(Stream.concat(
                        ended.entrySet().stream().filter(entry -> !isOver(entry.getValue(), time)),
                        Stream.of(Map.entry(session, time)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (earlier, later) -> earlier)));
    }

    public boolean contains(SessionId session) {
        return ended.containsKey(session);
    }

    private static boolean isOver(Instant ended, Instant now) {
        return ended.plus(REMEMBERED).isBefore(now);
    }
}
