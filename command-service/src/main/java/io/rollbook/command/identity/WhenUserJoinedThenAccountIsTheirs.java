package io.rollbook.command.identity;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.user.UserAdded;
import io.rollbook.api.user.UserRegistered;
import io.rollbook.command.store.AppendListener;
import io.rollbook.command.store.Appended;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes the account for its user in the transaction that puts them on the roll. {@link StrayAccounts} removes one only in
 * another such transaction, so it sees the user, or {@link AccountOpening} sees that the account is gone.
 */
@Component
@Order(2)
class WhenUserJoinedThenAccountIsTheirs implements AppendListener {

    private final EnrolmentsUnderWay enrolments;

    WhenUserJoinedThenAccountIsTheirs(EnrolmentsUnderWay enrolments) {
        this.enrolments = enrolments;
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        onAll(List.of(new Appended(event, sequence, time)));
    }

    @Override
    public void onAll(List<Appended> events) {
        var accounts = events.stream()
                .flatMap(appended -> switch (appended.event()) {
                    case UserRegistered e -> Stream.of(e.uid());
                    case UserAdded e -> Stream.of(e.uid());
                    // Only these two events give a person an account.
                    default -> Stream.<String>empty();
                })
                .toList();
        if (!accounts.isEmpty()) {
            enrolments.decide(accounts);
        }
    }
}
