package io.rollbook.command;

import io.rollbook.command.bus.EventCorrelation;
import io.rollbook.web.platform.WebSide;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** Everything the write side is made of; the runnable service and the embedded default import it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = CommandServiceApplication.class)
        })
@Import(WebSide.class)
@PropertySource("classpath:command-side.properties")
public class CommandSide {

    // How often an instance looks whether it may go on with an automation that another one has left.
    private static final Duration CLAIM_ATTEMPTS = Duration.ofSeconds(1);

    /** An automation that fails is tried again from where it was, never skipped. */
    @Autowired
    void automations(EventProcessingConfigurer processing) {
        processing.registerDefaultHandlerInterceptor((configuration, name) -> new EventCorrelation());
        processing.usingTrackingEventProcessors();
        processing.registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance());
    }

    /**
     * From the first event on, and not as a replay of those that are there already, which is the default: an automation acts
     * on every event, and the token of a replay is not one that the store's serializer reads back.
     */
    @Bean
    TrackingEventProcessorConfiguration automationsBeginWithTheFirstEvent() {
        return TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                .andTokenClaimInterval(CLAIM_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
