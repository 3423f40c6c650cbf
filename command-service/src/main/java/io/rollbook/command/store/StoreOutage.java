package io.rollbook.command.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a store that is away, too slow or out of resources, and will be well again, from a fault. It goes by whole classes
 * of SQL states, as PostgreSQL and the SQL standard define them, wherever the exception is wrapped.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>
 */
public final class StoreOutage {

    // The least that says anything comes last.
    enum Kind {
        REPLACED("the event store was restored or replaced, and is looked at before anything is served"),
        STARTING("the event store is starting or stopping"),
        READ_ONLY("the event store takes no changes now"),
        RESOURCES("the event store is short of resources"),
        SLOW("the event store is too slow now"),
        AWAY("the event store cannot be reached");

        private final String sentence;

        /** What it means for who asks. */
        String sentence() {
            return sentence;
        }

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private StoreOutage() {}

    /** Whether {@code throwable}, or what caused it, says that PostgreSQL serves nobody now, or not in time. */
    public static boolean isOne(@Nullable Throwable throwable) {
        return kind(throwable).isPresent();
    }

    /**
     * Whether {@code throwable}, or what caused it, says that the transaction met another one and has done nothing: it may
     * be tried again at once.
     */
    public static boolean isConflict(Throwable throwable) {
        return sql(throwable).anyMatch(sql -> sql.getSQLState() != null && CONFLICTS.contains(sql.getSQLState()));
    }

    /** What an outage means for who asks, in words for a person. */
    public static String sentence(Throwable throwable) {
        return kind(throwable).orElse(Kind.AWAY).sentence;
    }

    /** What the driver said of it, in one line: it names host and port, never a password. */
    public static String reason(Throwable throwable) {
        return sql(throwable)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .reduce((outer, inner) -> inner)
                .flatMap(message -> message.lines().findFirst())
                .orElse("no reason given");
    }

    private static Optional<Kind> kind(@Nullable Throwable throwable) {
        return sql(throwable)
                .map(StoreOutage::kind)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .min(Kind::compareTo);
    }

    private static @Nullable Kind kind(SQLException sql) {
        var state = sql.getSQLState();
        if (sql instanceof OtherStore) {
            return Kind.REPLACED;
        }
        if (state == null || state.length() != 5) {
            return withoutState(sql);
        }
        return switch (state.substring(0, 2)) {
            // Connection exception; invalid authorization and catalog name, which the start refuses: later they mean
            // that passwords are being changed, or a database restored.
            case "08", "28", "3D" -> Kind.AWAY;
            // Invalid transaction state: only these come from without, the others are mistakes of ours.
            case "25" ->
                switch (state) {
                    case "25P03", "25P04" -> Kind.SLOW;
                    case "25006" -> Kind.READ_ONLY;
                    default -> null;
                };
            // Transaction rollback, for the sake of another one.
            case "40" -> Kind.SLOW;
            // Insufficient resources; system error, which is a disk or a file; configuration file.
            case "53", "58", "F0" -> Kind.RESOURCES;
            // Object not in prerequisite state: a lock that is not had in time, a database that takes no connections.
            case "55" -> Kind.SLOW;
            // Operator intervention: what is cancelled took too long, all else ends connections or refuses them.
            case "57" -> state.equals("57014") ? Kind.SLOW : Kind.STARTING;
            // All others are faults, internal errors (XX) too: a second try would not help, and somebody has to look.
            default -> null;
        };
    }

    private static @Nullable Kind withoutState(SQLException sql) {
        // What the pool says when it has none left.
        if (sql instanceof SQLTransientException) {
            return sql.getCause() == null ? Kind.SLOW : Kind.AWAY;
        }
        // What the pool says of a connection that it gave up in the midst of a transaction, and of itself at the end.
        var message = String.valueOf(sql.getMessage());
        var closed = message.equals("Connection is closed") || message.contains("has been closed");
        return closed || sql instanceof SQLRecoverableException || sql instanceof SQLNonTransientConnectionException
                ? Kind.AWAY
                : null;
    }

    // What is wrapped, from the outside to the inside, with what a batch or a close has added to it.
    private static Stream<SQLException> sql(@Nullable Throwable throwable) {
        var seen = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
        var found = Stream.<SQLException>builder();
        var next = new ArrayDeque<Throwable>();
        if (throwable != null) {
            next.add(throwable);
        }
        while (!next.isEmpty()) {
            var one = next.remove();
            if (!seen.add(one)) {
                continue;
            }
            if (one instanceof SQLException sql) {
                found.add(sql);
                if (sql.getNextException() != null) {
                    next.add(sql.getNextException());
                }
            }
            if (one.getCause() != null) {
                next.add(one.getCause());
            }
            next.addAll(List.of(one.getSuppressed()));
        }
        return found.build();
    }
}
