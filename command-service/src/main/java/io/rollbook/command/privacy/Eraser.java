package io.rollbook.command.privacy;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EraseUser;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserErased;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandReason;
import io.rollbook.command.bus.CommandResult;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Erases persons: draws up the certificate, and sends it with the command. If the user has changed in between, the
 * certificate says something wrong; the command is refused, and another one is drawn.
 */
@Component
public class Eraser {

    private static final int ATTEMPTS = 10;

    private final CommandSender commands;
    private final Erasures erasures;
    private final DataKeys keys;
    private final PersonalWords words;
    private final JdbcClient jdbc;

    Eraser(CommandSender commands, Erasures erasures, DataKeys keys, PersonalWords words, JdbcClient jdbc) {
        this.commands = commands;
        this.erasures = erasures;
        this.keys = keys;
        this.words = words;
        this.jdbc = jdbc;
    }

    /**
     * Erases a user. To do so again answers the certificate there is.
     *
     * @param delete whether to delete the user first if that has not been done
     * @throws io.rollbook.api.error.InvalidInput when the reason tells of the person
     * @throws Rejection when a rule refuses it, or when others kept changing the same user
     */
    public CommandResult<UserErased> erase(
            UserId user, ErasureReason reason, boolean delete, Actor by, IfMatch ifMatch) {
        for (var attempt = 1; ; attempt++) {
            try {
                CommandResult<UserErased> erased = commands.send(draw(user, reason, delete, by), by, ifMatch);
                if (erased.changed()) {
                    SecurityLog.tell(SecurityEvent.PERSON_ERASED, by.name(), "of", user);
                }
                return erased;
            } catch (Rejection rejection) {
                if (!rejection.reason().equals(CommandReason.CHANGED_MEANWHILE) || attempt == ATTEMPTS) {
                    throw rejection;
                }
            }
        }
    }

    // Who was certified to be erased and is not by the history, because it comes from a backup of before, gets the
    // certificate they have.
    private EraseUser draw(UserId user, ErasureReason reason, boolean delete, Actor by) {
        var state = state(user);
        var certificate = erasures.find(user).orElseGet(() -> certificate(user, reason, by, state));
        return new EraseUser(user, certificate, state.version(), delete);
    }

    private UserErased certificate(UserId user, ErasureReason reason, Actor by, State state) {
        // Rollbook's own reasons tell of no person, even where a name is a word of theirs.
        if (!by.equals(Actor.SYSTEM)) {
            words.refuseIn("reason", reason.value(), user);
        }
        var events = state.version() + 1 + (state.deleted() ? 0 : 1);
        return new UserErased(
                user,
                by.name(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                reason.value(),
                events,
                keys.fingerprint(user).orElse(null));
    }

    private State state(UserId user) {
        return jdbc.sql("""
                        select coalesce(max(sequence_number), -1) as version,
                               coalesce(bool_or(payload_type = 'user.deleted'), false) as deleted
                          from domain_event where aggregate_id = :user
                        """)
                .param("user", user.toString())
                .query((row, number) -> new State(row.getLong("version"), row.getBoolean("deleted")))
                .single();
    }

    private record State(long version, boolean deleted) {}
}
