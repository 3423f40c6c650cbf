package io.rollbook.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.standalone.support.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A crash test that notices nothing would pass for ever: its ledger is tested itself. */
class LedgerTest {

    private static final String PATH = "/api/roles/7";
    private static final JsonNode BEFORE = role("before");
    private static final JsonNode AFTER = role("after");

    private final Ledger ledger = new Ledger();

    @BeforeEach
    void aRoleWasCreated() {
        ledger.asksToCreate("before");
        ledger.created(PATH, BEFORE);
    }

    @Test
    void noticesThatSomethingAcknowledgedIsLost() {
        verify(Map.of(PATH, BEFORE));
        assertRefuses(Map.of());
    }

    @Test
    void noticesThatAnAcknowledgedChangeIsLost() {
        ledger.asksFor(PATH, Optional.of(AFTER));
        ledger.acknowledged();

        verify(Map.of(PATH, AFTER));
        assertRefuses(Map.of(PATH, BEFORE));
    }

    @Test
    void noticesThatSomethingDeletedIsBack() {
        ledger.asksFor(PATH, Optional.empty());
        ledger.acknowledged();

        verify(Map.of());
        assertRefuses(Map.of(PATH, BEFORE));
    }

    @Test
    void admitsEitherOutcomeOfWhatWasNotAnswered() {
        ledger.asksFor(PATH, Optional.of(AFTER));

        verify(Map.of(PATH, BEFORE));
        verify(Map.of(PATH, AFTER));
        assertRefuses(Map.of(PATH, role("something else")));
    }

    @Test
    void onceSettledAnOutcomeStays() {
        ledger.asksFor(PATH, Optional.of(AFTER));
        ledger.settle(Map.of(PATH, AFTER));

        assertRefuses(Map.of(PATH, BEFORE));
    }

    @Test
    void explainsOnlyWhatItAskedFor() {
        ledger.asksToCreate("unanswered");
        var roll = Map.of(PATH, BEFORE, "/api/roles/8", role("unanswered"), "/api/roles/9", role("from nowhere"));

        assertThat(verify(roll)).containsExactlyInAnyOrder(PATH, "/api/roles/8");
    }

    private Set<String> verify(Map<String, JsonNode> roll) {
        var explained = new TreeSet<String>();
        ledger.verify(roll, explained);
        return explained;
    }

    private void assertRefuses(Map<String, JsonNode> roll) {
        assertThatThrownBy(() -> verify(roll))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(PATH);
    }

    private static JsonNode role(String name) {
        return Fields.of("id", 7).with("name", name).json();
    }
}
