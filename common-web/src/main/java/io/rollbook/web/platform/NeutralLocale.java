package io.rollbook.web.platform;

import java.util.Locale;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Lets the process speak no language of its machine, before anything else of it starts. Our own code names the locale it
 * means; libraries do not always, and in Turkish the lower case of {@code I} is not {@code i}.
 */
public final class NeutralLocale implements ApplicationListener<ApplicationStartingEvent> {

    @Override
    public void onApplicationEvent(ApplicationStartingEvent event) {
        Locale.setDefault(Locale.ROOT);
    }
}
