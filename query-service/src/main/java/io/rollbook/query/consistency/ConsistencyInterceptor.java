package io.rollbook.query.consistency;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.query.consistency.ReadYourWrites.Freshness;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets a read that brings consistency tokens wait for what they name, and says whether it has come. It acts after the access
 * check: what that has to know of the caller is in the token they sign in with and is waited for there, so somebody who is
 * turned away holds no request open and learns nothing of what exists.
 */
@Component
final class ConsistencyInterceptor implements HandlerInterceptor {
    private final ReadYourWrites readYourWrites;
    private final MeterRegistry registry;
    private final MeterProvider<Timer> waits;

    ConsistencyInterceptor(ReadYourWrites readYourWrites, MeterRegistry registry) {
        this.readYourWrites = readYourWrites;
        this.registry = registry;
        this.waits = Timer.builder("rollbook.reads")
                .description("How long reads that bring a token wait for what it names")
                .withRegistry(registry);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (isRead(request)
                && handler instanceof HandlerMethod route
                && request.getAttribute(Caller.class.getName()) instanceof Caller caller) {
            await(tokens(request), caller, views(route)).ifPresent(freshness -> tell(freshness, response));
        }
        return true;
    }

    private static List<String> views(HandlerMethod route) {
        var reads = route.getMethodAnnotation(Reads.class);
        return reads == null ? List.of() : List.of(reads.value());
    }

    private Optional<Freshness> await(List<ConsistencyToken> tokens, Caller caller, List<String> views) {
        var waiting = Timer.start(registry);
        var freshness = readYourWrites.await(tokens, caller, views);
        freshness.ifPresent(
                came -> waiting.stop(waits.withTag("outcome", came.name().toLowerCase(Locale.ROOT))));
        return freshness;
    }

    private static void tell(Freshness freshness, HttpServletResponse response) {
        response.setHeader(ConsistencyToken.FRESHNESS_HEADER, freshness == Freshness.STALE ? "stale" : "fresh");
    }

    private static boolean isRead(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
    }

    private static List<ConsistencyToken> tokens(HttpServletRequest request) {
        var header = request.getHeader(ConsistencyToken.HEADER);
        if (header != null) {
            return List.of(ConsistencyToken.parse(header.strip())
                    .orElseThrow(() -> new InvalidInput(
                            ConsistencyToken.HEADER, "must be what a command answered with, for example user-5@3")));
        }
        // A cookie comes without the client's doing: an outdated one is no reason to refuse the read. Of several none
        // says that it is the last.
        return Cookies.values(request, ConsistencyToken.COOKIE).stream()
                .flatMap(value -> ConsistencyToken.parse(value).stream())
                .toList();
    }
}
