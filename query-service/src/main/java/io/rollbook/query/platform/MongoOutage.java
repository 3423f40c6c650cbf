package io.rollbook.query.platform;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoStalePrimaryException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away, slow or about to be there again from a fault. */
public final class MongoOutage {

    private static final List<Class<? extends MongoException>> OUTAGES = List.of(
            MongoTimeoutException.class,
            MongoSocketException.class,
            MongoConnectionPoolClearedException.class,
            MongoServerUnavailableException.class,
            MongoNotPrimaryException.class,
            MongoNodeIsRecoveringException.class,
            MongoStalePrimaryException.class,
            MongoExecutionTimeoutException.class,
            // What a server that was started again says of a cursor from before.
            MongoCursorNotFoundException.class,
            // It serves nobody of us until its account is mended, whether that takes a restart there or a setting.
            MongoSecurityException.class,
            // Of a process that is told to stop while it waits for the database.
            MongoInterruptedException.class,
            // Written, but not on enough members in time.
            MongoWriteConcernException.class);

    // Labels by which the server and the driver say that it may be tried again.
    private static final Set<String> LABELS = Set.of(
            "TransientTransactionError",
            "RetryableWriteError",
            "RetryableError",
            "SystemOverloadedError",
            "ResumableChangeStreamError");

    // From the server's list of error codes: those of its categories "network", "not primary", "shutdown", "retriable"
    // and "exceeded time limit", and what it says when its disk or its memory is full.
    private static final Set<Integer> CODES = Set.of(
            6, 7, 24, 43, 46, 50, 63, 64, 79, 89, 91, 96, 100, 112, 133, 134, 146, 150, 175, 189, 202, 216, 234, 237,
            262, 290, 317, 358, 365, 384, 402, 9001, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436, 14031);

    private MongoOutage() {}

    /** Whether {@code throwable}, or what caused it, says that MongoDB cannot be reached or serves nobody now. */
    public static boolean isOne(@Nullable Throwable throwable) {
        for (var cause = throwable; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoException mongo && meansAway(mongo)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every exception of that class is an outage, whatever its code. */
    static boolean isOneByKind(Class<?> kind) {
        return OUTAGES.stream().anyMatch(outage -> outage.isAssignableFrom(kind));
    }

    private static boolean meansAway(MongoException e) {
        return isOneByKind(e.getClass()) || LABELS.stream().anyMatch(e::hasErrorLabel) || CODES.contains(code(e));
    }

    private static int code(MongoException e) {
        return switch (e) {
            case MongoWriteException write -> write.getError().getCode();
            case MongoBulkWriteException bulk
            when bulk.getWriteConcernError() != null ->
                bulk.getWriteConcernError().getCode();
            case MongoBulkWriteException bulk ->
                bulk.getWriteErrors().stream()
                        .mapToInt(BulkWriteError::getCode)
                        .filter(CODES::contains)
                        .findFirst()
                        .orElse(e.getCode());
            default -> e.getCode();
        };
    }
}
