package io.rollbook.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

class NeutralLocaleTest {

    private final Locale before = Locale.getDefault();

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    @Test
    void anApplicationSpeaksNoLanguageOfItsMachineBeforeAnythingOfItStarts() {
        Locale.setDefault(Locale.of("tr", "TR"));
        var spoken = new Locale[1];
        ApplicationListener<ApplicationEnvironmentPreparedEvent> first = event -> spoken[0] = Locale.getDefault();

        try (var application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .listeners(first)
                .run()) {
            assertThat(spoken[0]).isEqualTo(Locale.ROOT);
        }
    }

    static final class Nothing {}
}
