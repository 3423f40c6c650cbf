package io.rollbook.command.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Compares every account with its user. It keeps one uid an account in memory while it looks. */
@Component
public class DriftCheck {

    private static final int AT_ONCE = 500;

    private final IdentityProvider identity;
    private final AccountOwners owners;
    private final AccountChanges changes;
    private final ProviderRevocations revocations;

    DriftCheck(
            IdentityProvider identity, AccountOwners owners, AccountChanges changes, ProviderRevocations revocations) {
        this.identity = identity;
        this.owners = owners;
        this.changes = changes;
        this.revocations = revocations;
    }

    /** What differs now. */
    public DriftReport report() {
        return DriftReport.of(look());
    }

    Drift look() {
        // The roll first: a person who is added meanwhile is seen as an account too young to be left behind, never as a
        // user without one.
        var roll = owners.onTheRoll();
        var findings = new Drift.Findings();
        var seen = compareAccounts(findings);
        for (var owner : roll) {
            if (!seen.contains(owner.uid()) && isStillThere(owner)) {
                findings.missing(new Drift.Owned(owner.id(), owner.uid()));
            }
        }
        return findings.with(changes.all());
    }

    private Set<String> compareAccounts(Drift.Findings findings) {
        var seen = new HashSet<String>();
        try (var accounts = identity.accounts()) {
            var batch = new ArrayList<Account>(AT_ONCE);
            accounts.forEach(account -> {
                seen.add(account.uid());
                batch.add(account);
                if (batch.size() == AT_ONCE) {
                    compare(batch, findings);
                    batch.clear();
                }
            });
            compare(batch, findings);
        }
        return seen;
    }

    private void compare(List<Account> accounts, Drift.Findings findings) {
        var goodSince = new HashMap<String, Instant>();
        for (var account : accounts) {
            if (account.goodSince() != null) {
                goodSince.put(account.uid(), account.goodSince());
            }
        }
        findings.revoked(revocations.among(goodSince));
        var known = owners.of(accounts.stream().map(Account::uid).toList());
        for (var account : accounts) {
            var owner = known.get(account.uid());
            if (owner == null || owner.deleted()) {
                findings.stray(account);
                continue;
            }
            var owned = new Drift.Owned(owner.id(), owner.uid());
            if (owner.disabled() != account.disabled()) {
                findings.disabled(owned);
            }
            if (!Objects.equals(owner.emailIndex(), account.emailIndex())) {
                findings.email(owned);
            }
        }
    }

    private boolean isStillThere(AccountOwner owner) {
        return owners.of(owner.uid()).filter(now -> !now.deleted()).isPresent();
    }
}
