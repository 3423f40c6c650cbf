package io.rollbook.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rollbook.api.event.Change;
import io.rollbook.api.event.Change.Cleared;
import io.rollbook.api.event.Change.Forgotten;
import io.rollbook.api.event.Change.Given;
import io.rollbook.api.event.Change.Unchanged;
import io.rollbook.api.personal.PersonalData;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SealedFieldsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PERSON = "user-7";
    private static final String EVENT = "3f0e";

    record Moved(
            int id,
            @PersonalData @Nullable String street,
            @PersonalData @Nullable List<String> names,
            String why) {}

    record Counted(int id) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Changed(
            @PersonalData Change<String> name,
            @PersonalData Change<String> street,
            @PersonalData Change<String> town) {}

    private final DataKey key = DataKey.random();
    private final SealedFields fields = new SealedFields(Moved.class, PERSON, EVENT);

    @Test
    void whatIsSealedTellsNothingAndCanBeOpened() {
        var json = json(new Moved(7, "Jalan Kenanga", List.of("Sri", "Dewi"), "work"));

        fields.seal(json, key);

        assertThat(json.toString()).contains("\"id\":7", "\"why\":\"work\"").doesNotContain("Kenanga", "Sri", "Dewi");
        assertThat(fields.needKey(json)).isTrue();
        fields.open(json, key, false);
        assertThat(JSON.treeToValue(json, Moved.class))
                .isEqualTo(new Moved(7, "Jalan Kenanga", List.of("Sri", "Dewi"), "work"));
    }

    @Test
    void theSameIsSealedDifferentlyEachTime() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 100; i++) {
            var json = json(new Moved(7, "Jalan Kenanga", null, "work"));
            fields.seal(json, key);
            seen.add(json.path("street").toString());
        }

        assertThat(seen).hasSize(100);
    }

    @Test
    void whatIsNullStaysNullAndNeedsNoKey() {
        var json = json(new Moved(7, null, null, "work"));

        fields.seal(json, key);

        assertThat(json).isEqualTo(json(new Moved(7, null, null, "work")));
        assertThat(fields.needKey(json)).isFalse();
    }

    @Test
    void sealingTwiceIsSealingOnce() {
        var json = json(new Moved(7, "Jalan Kenanga", null, "work"));
        fields.seal(json, key);
        var once = json.deepCopy();

        fields.seal(json, key);

        assertThat(json).isEqualTo(once);
    }

    @Test
    void whatWasWrittenBeforeItsFieldWasMarkedIsReadAsItIs() {
        var before = json(new Moved(7, "Jalan Kenanga", null, "work"));
        var read = before.deepCopy();

        assertThat(fields.needKey(read)).isFalse();
        fields.open(read, key, true);
        assertThat(read).isEqualTo(before);
    }

    /** Somebody who can write to the topic or the database could otherwise put words of theirs into a person's history. */
    @Test
    void aFieldInTheClearIsRefusedWhereEverythingIsSealed() {
        var json = json(new Moved(7, "Jalan Kenanga", List.of("Sri"), "work"));
        fields.seal(json, key);
        json.put("street", "Jalan Melati");

        assertThatThrownBy(() -> fields.open(json, key, false))
                .isInstanceOf(Tampered.class)
                .hasMessage("street is in the clear, and was sealed when it was written")
                .hasMessageNotContaining("Melati");
    }

    @Test
    void whatWasWrittenBeforeItsFieldWasMarkedIsForgottenToo() {
        var json = json(new Moved(7, "Jalan Kenanga", List.of("Sri"), "work"));

        fields.forget(json);

        assertThat(JSON.treeToValue(json, Moved.class)).isEqualTo(new Moved(7, null, null, "work"));
    }

    @Test
    void textThatLooksLikeASealedFieldIsText() {
        var written = new Moved(7, "{\"sealed\":\"AAAA\"}", null, "work");
        var json = json(written);
        assertThat(fields.needKey(json)).isFalse();

        fields.seal(json, key);
        fields.open(json, key, false);

        assertThat(JSON.treeToValue(json, Moved.class)).isEqualTo(written);
    }

    @Test
    void whatIsForgottenIsNullAndEverythingElseIsThere() {
        var json = json(new Moved(7, "Jalan Kenanga", List.of("Sri"), "work"));
        fields.seal(json, key);

        fields.forget(json);

        assertThat(JSON.treeToValue(json, Moved.class)).isEqualTo(new Moved(7, null, null, "work"));
    }

    @Test
    void unchangedClearedGivenAndForgottenStayApart() {
        var sealing = new SealedFields(Changed.class, PERSON, EVENT);
        var changed = new Changed(new Given<>("Dewi"), new Cleared<>(), new Unchanged<>());
        var json = json(changed);

        sealing.seal(json, key);
        assertThat(json.propertyNames()).containsExactly("name", "street");
        assertThat(json.path("name").propertyNames()).containsExactly(SealedFields.SEALED);
        assertThat(json.path("street").isNull()).isTrue();

        var opened = json.deepCopy();
        sealing.open(opened, key, false);
        assertThat(JSON.treeToValue(opened, Changed.class)).isEqualTo(changed);

        sealing.forget(json);
        assertThat(JSON.treeToValue(json, Changed.class))
                .isEqualTo(new Changed(new Forgotten<>(), new Cleared<>(), new Unchanged<>()));
        assertThat(sealing.needKey(json)).isFalse();
    }

    @Test
    void aFieldCannotBeOpenedWithAnotherKeyNorInAnotherPlace() {
        var json = json(new Moved(7, "Jalan Kenanga", null, "work"));
        fields.seal(json, key);

        assertNotOpened(json, fields, DataKey.random());
        assertNotOpened(json, new SealedFields(Moved.class, "user-8", EVENT), key);
        assertNotOpened(json, new SealedFields(Moved.class, PERSON, "4a1b"), key);
        var elsewhere = json.deepCopy();
        elsewhere.set("names", json.get("street"));
        elsewhere.putNull("street");
        assertNotOpened(elsewhere, fields, key);
    }

    @Test
    void aChangedFieldIsRefused() {
        var json = json(new Moved(7, "Jalan Kenanga", null, "work"));
        fields.seal(json, key);
        var sealed = json.path("street").path(SealedFields.SEALED).stringValue();
        var first = sealed.charAt(0) == 'A' ? 'B' : 'A';

        assertNotOpened(with(json, first + sealed.substring(1)), fields, key);
        assertNotOpened(with(json, ""), fields, key);
        assertNotOpened(with(json, "no base 64"), fields, key);
    }

    @Test
    void eventsWithoutPersonalFieldsAreLeftAlone() {
        assertThat(SealedFields.any(Counted.class)).isFalse();
        assertThat(SealedFields.any(Moved.class)).isTrue();
    }

    private static void assertNotOpened(ObjectNode json, SealedFields fields, DataKey key) {
        var copy = json.deepCopy();
        assertThatThrownBy(() -> fields.open(copy, key, false)).isInstanceOf(Tampered.class);
    }

    private static ObjectNode with(ObjectNode json, String sealed) {
        var copy = json.deepCopy();
        copy.putObject("street").put(SealedFields.SEALED, sealed);
        return copy;
    }

    private static ObjectNode json(Record event) {
        return JSON.valueToTree(event);
    }
}
