package io.rollbook.command.identity.firebase;

import com.google.api.core.ApiFuture;
import com.google.firebase.auth.EmailIdentifier;
import com.google.firebase.auth.ErrorInfo;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.auth.ImportUserRecord;
import com.google.firebase.auth.ListUsersPage;
import com.google.firebase.auth.SessionCookieOptions;
import com.google.firebase.auth.UserIdentifier;
import com.google.firebase.auth.UserRecord;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.UserView;
import io.rollbook.command.identity.Account;
import io.rollbook.command.identity.HeldAccount;
import io.rollbook.command.identity.NewAccount;
import io.rollbook.command.identity.NoSuchAccount;
import io.rollbook.command.identity.ProviderRevocations;
import io.rollbook.command.identity.RemoteAccounts;
import io.rollbook.command.privacy.EmailIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Firebase's accounts by its SDK, every call within a deadline: left to itself the SDK repeats what fails for longer than
 * a request or a transaction may take.
 */
final class FirebaseAccounts implements RemoteAccounts {

    private static final int PAGE = 1000;
    private static final int MOST_IMPORTED = 1000;
    private static final int MOST_LOOKED_UP = 100;

    private final FirebaseAuth auth;
    private final Duration deadline;
    private final EmailIndex emails;
    private final ProviderRevocations revocations;

    FirebaseAccounts(FirebaseAuth auth, Duration deadline, EmailIndex emails, ProviderRevocations revocations) {
        this.auth = auth;
        this.deadline = deadline;
        this.emails = emails;
        this.revocations = revocations;
    }

    void create(NewAccount account) {
        var request = new UserRecord.CreateRequest()
                .setUid(account.uid())
                .setEmail(account.email().key())
                .setDisplayName(account.name().value());
        expect(await(auth.createUserAsync(
                account.password() == null
                        ? request
                        : request.setPassword(account.password().value()))));
    }

    /**
     * Makes those without a password by Firebase's import, and the others one by one: the import takes no password in the
     * clear. It does not look at emails either, so they are looked up before.
     *
     * @return the identifiers of those who have an account now
     */
    Set<String> createAll(List<NewAccount> accounts) {
        var owners = ownersOfEmails(accounts);
        var made = new HashSet<String>();
        var toImport = new ArrayList<NewAccount>();
        for (var account : accounts) {
            var owner = owners.get(account.email().key());
            if (account.uid().equals(owner) || (owner == null && account.password() != null && tryToCreate(account))) {
                made.add(account.uid());
            } else if (owner == null && account.password() == null) {
                toImport.add(account);
            }
        }
        pages(toImport, MOST_IMPORTED).forEach(page -> made.addAll(importAll(page)));
        return made;
    }

    private boolean tryToCreate(NewAccount account) {
        try {
            create(account);
            return true;
        } catch (Rejection taken) {
            return false;
        }
    }

    private Map<String, String> ownersOfEmails(List<NewAccount> accounts) {
        var owners = new HashMap<String, String>();
        for (var page : pages(accounts, MOST_LOOKED_UP)) {
            var emails = page.stream()
                    .<UserIdentifier>map(
                            account -> new EmailIdentifier(account.email().key()))
                    .toList();
            await(auth.getUsersAsync(emails))
                    .getUsers()
                    .forEach(found -> owners.put(EmailAddress.key(found.getEmail()), found.getUid()));
        }
        return owners;
    }

    private Set<String> importAll(List<NewAccount> accounts) {
        var records = accounts.stream()
                .map(account -> ImportUserRecord.builder()
                        .setUid(account.uid())
                        .setEmail(account.email().key())
                        .setDisplayName(account.name().value())
                        .build())
                .toList();
        var refused = await(auth.importUsersAsync(records)).getErrors().stream()
                .map(ErrorInfo::getIndex)
                .collect(Collectors.toSet());
        return IntStream.range(0, accounts.size())
                .filter(index -> !refused.contains(index))
                .mapToObj(index -> accounts.get(index).uid())
                .collect(Collectors.toSet());
    }

    private static List<List<NewAccount>> pages(List<NewAccount> accounts, int size) {
        return IntStream.iterate(0, start -> start < accounts.size(), start -> start + size)
                .mapToObj(start -> accounts.subList(start, Math.min(start + size, accounts.size())))
                .toList();
    }

    void update(UserRecord.UpdateRequest update) {
        expect(await(auth.updateUserAsync(update)));
    }

    @Override
    public void follow(String uid, UserView user) {
        update(new UserRecord.UpdateRequest(uid)
                .setEmail(EmailAddress.key(user.email()))
                .setDisplayName(user.name())
                .setDisabled(user.disabled()));
    }

    @Override
    public void remove(String uid) {
        try {
            await(auth.deleteUserAsync(uid));
        } catch (NoSuchAccount e) {
            // It is gone, which is what was asked for.
        }
        revocations.forget(uid);
    }

    @Override
    public void revoke(String uid) {
        await(auth.revokeRefreshTokensAsync(uid));
        expect(await(auth.getUserAsync(uid)));
    }

    /** Ends the sessions that somebody else has revoked. */
    void followRevocation(String uid) {
        try {
            revocations.follow(uid, goodSince(await(auth.getUserAsync(uid))));
        } catch (NoSuchAccount e) {
            // Whose account is gone is not let in for other reasons.
        }
    }

    // Firebase revokes with a new password and may do so with other changes: what it says afterwards is our doing.
    private void expect(UserRecord account) {
        revocations.expect(account.getUid(), goodSince(account));
    }

    private static Instant goodSince(UserRecord account) {
        return Instant.ofEpochMilli(account.getTokensValidAfterTimestamp());
    }

    Optional<Account> findByEmail(EmailAddress email) {
        try {
            return Optional.of(account(await(auth.getUserByEmailAsync(email.key()))));
        } catch (NoSuchAccount e) {
            return Optional.empty();
        }
    }

    Optional<HeldAccount> held(String uid) {
        try {
            return Optional.of(held(await(auth.getUserAsync(uid))));
        } catch (NoSuchAccount e) {
            return Optional.empty();
        }
    }

    private static HeldAccount held(UserRecord account) {
        var times = account.getUserMetadata();
        // Firebase says 0 for never.
        var lastSignIn = times.getLastSignInTimestamp();
        return new HeldAccount(
                "firebase",
                account.getUid(),
                account.getEmail(),
                account.getDisplayName(),
                account.isDisabled(),
                Instant.ofEpochMilli(times.getCreationTimestamp()),
                lastSignIn == 0 ? null : Instant.ofEpochMilli(lastSignIn));
    }

    String sessionCookie(String idToken, Duration life) {
        return await(auth.createSessionCookieAsync(
                idToken,
                SessionCookieOptions.builder().setExpiresIn(life.toMillis()).build()));
    }

    /** All accounts, a page at a time as the stream is read. */
    Stream<Account> all() {
        return Stream.iterate(Optional.of(await(auth.listUsersAsync(null, PAGE))), Optional::isPresent, this::pageAfter)
                .flatMap(Optional::stream)
                .flatMap(page -> StreamSupport.stream(page.getValues().spliterator(), false))
                .map(this::account);
    }

    private Optional<ListUsersPage> pageAfter(Optional<ListUsersPage> page) {
        return page.filter(ListUsersPage::hasNextPage)
                .map(before -> await(auth.listUsersAsync(before.getNextPageToken(), PAGE)));
    }

    private Account account(UserRecord account) {
        var email = account.getEmail();
        return new Account(
                account.getUid(),
                email == null ? null : emails.of(email),
                account.isDisabled(),
                goodSince(account),
                Instant.ofEpochMilli(account.getUserMetadata().getCreationTimestamp()));
    }

    private <T> T await(ApiFuture<T> answer) {
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw ProviderErrors.of(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw ProviderErrors.away("no answer in " + deadline.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProviderErrors.away("interrupted");
        }
    }
}
