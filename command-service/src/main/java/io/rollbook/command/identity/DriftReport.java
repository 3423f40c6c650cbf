package io.rollbook.command.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the accounts at the identity provider and the users on the roll, for an admin. It names users and
 * accounts, never a person.
 *
 * @param accountsWithoutUser accounts nobody on the roll has
 * @param usersWithoutAccount users who cannot sign in
 * @param differingDisabled users whose account has another disabled flag
 * @param differingEmail users whose account has another email
 * @param revokedElsewhere users whose sessions the provider has revoked, which end here within moments
 * @param pending accounts that have yet to follow an event
 * @param deadLetters those of them that were tried too often
 */
public record DriftReport(
        List<Stray> accountsWithoutUser,
        List<Owned> usersWithoutAccount,
        List<Owned> differingDisabled,
        List<Owned> differingEmail,
        List<Owned> revokedElsewhere,
        List<Pending> pending,
        List<Pending> deadLetters) {

    /** An account without a user. */
    public record Stray(String uid, String created) {}

    /**
     * A user and their account.
     *
     * @param userId for example {@code user-7}
     */
    public record Owned(String userId, String uid) {}

    /**
     * An account that has yet to follow.
     *
     * @param event the last event it has to follow, for example {@code user.disabled}
     * @param version the user's version by that event
     * @param attempts how often it was tried in vain
     * @param reason why the last attempt failed
     * @param deadSince when it became a dead letter
     */
    public record Pending(
            String userId,
            String uid,
            String event,
            long version,
            int attempts,
            @Nullable String reason,
            @Nullable String deadSince) {}

    static DriftReport of(Drift drift) {
        return new DriftReport(
                drift.strays().stream()
                        .map(stray -> new Stray(stray.uid(), stray.created().toString()))
                        .toList(),
                owned(drift.missing()),
                owned(drift.disabled()),
                owned(drift.email()),
                drift.revoked().stream()
                        .map(one -> new Owned(one.user().toString(), one.uid()))
                        .toList(),
                pending(drift, false),
                pending(drift, true));
    }

    private static List<Owned> owned(List<Drift.Owned> owned) {
        return owned.stream()
                .map(one -> new Owned(one.user().toString(), one.uid()))
                .toList();
    }

    private static List<Pending> pending(Drift drift, boolean dead) {
        return drift.changes().stream()
                .filter(change -> (change.deadSince() != null) == dead)
                .map(change -> new Pending(
                        change.user().toString(),
                        change.uid(),
                        change.event(),
                        change.version(),
                        change.attempts(),
                        change.reason(),
                        text(change.deadSince())))
                .toList();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
