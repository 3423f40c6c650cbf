package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.command.store.PersonKey.Known;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.Tampered;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.junit.jupiter.api.Test;

/** Events whose personal fields lie in the clear although their person has a key. */
class PersonalDataOpenerTest {

    private static final Instant RECORDED = Instant.parse("2026-01-02T03:04:05Z");

    private final EventSerializer serializer = new EventSerializer();
    private final PersonKey key = new Known(DataKey.random());

    /** Somebody who can write to the database could otherwise put words of theirs into a person's history. */
    @Test
    void areRefused() {
        assertThatThrownBy(() -> opened(Instant.EPOCH)).isInstanceOf(Tampered.class);
        assertThatThrownBy(() -> opened(RECORDED)).isInstanceOf(Tampered.class);
    }

    @Test
    void areReadWhereTheyAreFromBeforeAnythingWasSealed() {
        assertThat(opened(RECORDED.plusMillis(1))).contains("forged@example.org");
    }

    private String opened(Instant sealedSince) {
        var row = new GenericDomainEventEntry<>(
                "User",
                "user-7",
                1,
                "event-1",
                RECORDED.toString(),
                "user.email-changed",
                "1",
                "{\"id\":7,\"email\":\"forged@example.org\"}",
                "{}");
        return new PersonalDataOpener(keys(), sealedSince)
                .upcast(Stream.of(new InitialEventRepresentation(row, serializer)))
                .map(event -> String.valueOf(event.getData().getData()))
                .toList()
                .getFirst();
    }

    private PersonKeys keys() {
        return (PersonKeys) Proxy.newProxyInstance(
                PersonKeys.class.getClassLoader(),
                new Class<?>[] {PersonKeys.class},
                (proxy, method, arguments) -> key);
    }
}
