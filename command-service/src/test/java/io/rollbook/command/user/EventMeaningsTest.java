package io.rollbook.command.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.DomainEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventMeaningsTest {

    @ParameterizedTest
    @MethodSource("io.rollbook.command.EventExamples#all")
    void everyEventMeansSomething(DomainEvent event) {
        assertThat(EventMeanings.of(event)).matches("[A-Z].*\\.");
    }

    @Test
    void anEventOfALaterVersionStandsForItself() {
        assertThat(EventMeanings.of("user.promoted")).isEqualTo("user.promoted");
    }
}
