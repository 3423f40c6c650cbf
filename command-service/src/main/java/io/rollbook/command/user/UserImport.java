package io.rollbook.command.user;

import io.rollbook.api.error.FieldError;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.OneTransaction;
import io.rollbook.command.identity.AccountOpening;
import io.rollbook.command.identity.NewAccount;
import io.rollbook.command.identity.SenderCheck;
import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.user.ImportedUsers.Imported;
import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Adds many people, hundreds to a transaction. A line that breaks a rule costs only itself: when a transaction is refused
 * its halves are tried, down to the line. The admin's right is asked in each transaction.
 *
 * <p>An import has a name. The same lines, sent again under that name, add only the people who are missing, also after an
 * import that broke off.
 */
@Component
public class UserImport {

    /** How many people are added in one transaction; their outcomes are told when it has ended. */
    static final int AT_ONCE = 250;

    private final OneTransaction transaction;
    private final SenderCheck senders;
    private final AccountOpening accounts;
    private final UserClaims claims;
    private final Users users;
    private final ImportedUsers imported;
    private final ClusterLock lock;
    private final Duration remembered;

    UserImport(
            OneTransaction transaction,
            SenderCheck senders,
            AccountOpening accounts,
            UserClaims claims,
            Users users,
            ImportedUsers imported,
            ClusterLock lock,
            @Value("${rollbook.import.remembered:30d}") Duration remembered) {
        this.transaction = transaction;
        this.senders = senders;
        this.accounts = accounts;
        this.claims = claims;
        this.users = users;
        this.imported = imported;
        this.lock = lock;
        this.remembered = remembered;
    }

    /**
     * Adds the people of these lines who are not there yet.
     *
     * @param id the import's name
     * @param told is told the outcomes in the order of the lines, some hundreds at a time
     * @throws Unavailable when the same import is under way
     * @throws Rejection when the admin is one no more; what was told has happened
     */
    public void run(String id, List<ImportLine> lines, Actor admin, Consumer<List<ImportOutcome>> told) {
        var alone = lock.runExclusively("import " + id, () -> {
            imported.forget(remembered);
            var added = 0L;
            for (var some : portions(lines)) {
                var outcomes = new Portion(id, some, admin).add();
                added += outcomes.stream()
                        .filter(outcome -> outcome.outcome() == ImportOutcome.Kind.ADDED)
                        .count();
                told.accept(outcomes);
            }
            SecurityLog.tell(SecurityEvent.RIGHTS_CHANGED, admin.name(), "command", "ImportUsers", "added", added);
        });
        if (!alone) {
            throw ImportedUsers.underWay();
        }
    }

    /** Checks these lines as {@link #run} would, and adds no user. */
    public void check(String id, List<ImportLine> lines, Consumer<List<ImportOutcome>> told) {
        portions(lines).forEach(some -> told.accept(new Portion(id, some, Actor.SYSTEM).check()));
    }

    private static List<List<ImportLine>> portions(List<ImportLine> lines) {
        var portions = new ArrayList<List<ImportLine>>();
        for (var start = 0; start < lines.size(); start += AT_ONCE) {
            portions.add(lines.subList(start, Math.min(start + AT_ONCE, lines.size())));
        }
        return portions;
    }

    /** Lines that are added together. */
    private final class Portion {

        private final String importId;
        private final List<ImportLine> lines;
        private final Actor admin;
        private final Map<Integer, ImportOutcome> outcomes = new HashMap<>();

        Portion(String importId, List<ImportLine> lines, Actor admin) {
            this.importId = importId;
            this.lines = lines;
            this.admin = admin;
        }

        List<ImportOutcome> check() {
            undecided().forEach(line -> tell(ImportOutcome.valid(line)));
            return inOrder();
        }

        List<ImportOutcome> add() {
            var missing = undecided();
            if (!missing.isEmpty()) {
                imported.begin(importId, emails(missing));
                var known = imported.find(importId, emails(missing));
                open(missing.stream()
                        .map(line -> new Joining(line, uid(known, line)))
                        .toList());
            }
            return inOrder();
        }

        /** The lines of which nothing is known yet but that they could be added. */
        private List<ImportLine> undecided() {
            var readable = new ArrayList<ImportLine>();
            for (var line : lines) {
                if (line.user() == null || !line.errors().isEmpty()) {
                    tell(ImportOutcome.refused(line, line.errors()));
                } else {
                    readable.add(line);
                }
            }
            var before = imported.find(importId, emails(readable));
            var missing = new ArrayList<ImportLine>();
            for (var line : readable) {
                var known = before.get(user(line).email());
                if (known == null || known.user() == null) {
                    missing.add(line);
                } else {
                    tell(ImportOutcome.before(line, known.user(), known.deleted()));
                }
            }
            return withoutWhatTheRollRefuses(missing);
        }

        private List<ImportLine> withoutWhatTheRollRefuses(List<ImportLine> missing) {
            var taken = claims.taken(emails(missing));
            var roles = claims.existing(
                    missing.stream().map(line -> user(line).role()).collect(Collectors.toSet()));
            var left = new ArrayList<ImportLine>();
            for (var line : missing) {
                var errors = new ArrayList<FieldError>();
                if (taken.contains(user(line).email())) {
                    errors.add(EMAIL_TAKEN);
                }
                if (!roles.contains(user(line).role())) {
                    errors.add(UserClaims.NO_SUCH_ROLE);
                }
                if (errors.isEmpty()) {
                    left.add(line);
                } else {
                    tell(ImportOutcome.refused(line, errors));
                }
            }
            return left;
        }

        private void open(List<Joining> joining) {
            var wanted = joining.stream()
                    .map(one -> new NewAccount(
                            one.uid(),
                            user(one.line()).email(),
                            user(one.line()).name(),
                            one.line().password()))
                    .toList();
            accounts.openAll(wanted, opened -> {
                joining.stream()
                        .filter(one -> !opened.contains(one.uid()))
                        .forEach(one -> tell(ImportOutcome.refused(one.line(), List.of(EMAIL_TAKEN))));
                var added = new HashSet<String>();
                append(
                        joining.stream()
                                .filter(one -> opened.contains(one.uid()))
                                .toList(),
                        added);
                return added;
            });
        }

        private void append(List<Joining> joining, Set<String> added) {
            if (joining.isEmpty()) {
                return;
            }
            try {
                var ids = transaction.run(admin, () -> {
                    senders.require(admin);
                    return record(joining);
                });
                for (var i = 0; i < joining.size(); i++) {
                    var line = joining.get(i).line();
                    tell(ImportOutcome.added(line, ids.get(i), user(line).approved() ? 1 : 0));
                    added.add(joining.get(i).uid());
                }
            } catch (Rejection | InvalidInput refused) {
                var errors = errorsOfALine(refused);
                if (joining.size() == 1) {
                    tell(ImportOutcome.refused(joining.getFirst().line(), errors));
                } else {
                    var half = joining.size() / 2;
                    append(joining.subList(0, half), added);
                    append(joining.subList(half, joining.size()), added);
                }
            }
        }

        private List<UserId> record(List<Joining> joining) {
            var ids = claims.nextIds(joining.size());
            for (var i = 0; i < joining.size(); i++) {
                users.add(user(joining.get(i).line())
                        .command(ids.get(i), joining.get(i).uid()));
            }
            imported.add(importId, joining.stream().map(Joining::uid).toList(), ids);
            return ids;
        }

        private void tell(ImportOutcome outcome) {
            outcomes.put(outcome.line(), outcome);
        }

        private List<ImportOutcome> inOrder() {
            return lines.stream()
                    .map(line -> Objects.requireNonNull(outcomes.get(line.number())))
                    .toList();
        }
    }

    private static final FieldError EMAIL_TAKEN = new FieldError("email", "is already registered");

    /** A person who is being added under that account. */
    private record Joining(ImportLine line, String uid) {}

    // What refuses the whole import is thrown on.
    private static List<FieldError> errorsOfALine(RuntimeException refused) {
        return switch (refused) {
            case InvalidInput invalid -> invalid.errors();
            case Rejection rejection when rejection.reason().equals(UserReason.EMAIL_TAKEN) -> List.of(EMAIL_TAKEN);
            default -> throw refused;
        };
    }

    private static NewUser user(ImportLine line) {
        return Objects.requireNonNull(line.user(), "the line can be read");
    }

    private static List<EmailAddress> emails(Collection<ImportLine> lines) {
        return lines.stream().map(line -> user(line).email()).toList();
    }

    private static String uid(Map<EmailAddress, Imported> known, ImportLine line) {
        return Objects.requireNonNull(known.get(user(line).email())).uid();
    }
}
