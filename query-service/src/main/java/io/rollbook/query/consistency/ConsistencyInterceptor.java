package io.rollbook.query.consistency;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.InvalidInput;
import io.rollbook.query.consistency.ReadYourWrites.Freshness;
import io.rollbook.web.access.Authentication;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets a read that brings a consistency token wait for what it names, and says whether it has come. It acts before
 * anybody asks what the caller may do, because the answer to that is read from the same read models; but only for
 * whoever signs in with something genuine, so that strangers hold no request open.
 */
@Component
final class ConsistencyInterceptor implements HandlerInterceptor {
    private final Authentication authentication;
    private final ReadYourWrites readYourWrites;
    private final MeterRegistry registry;
    private final MeterProvider<Timer> reads;

    ConsistencyInterceptor(Authentication authentication, ReadYourWrites readYourWrites, MeterRegistry registry) {
        this.authentication = authentication;
        this.readYourWrites = readYourWrites;
        this.registry = registry;
        this.reads = Timer.builder("rollbook.reads")
                .description("How long reads that bring a token wait for what it names")
                .withRegistry(registry);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (isRead(request) && authentication.credential(request).isPresent()) {
            token(request).flatMap(this::await).ifPresent(freshness -> tell(freshness, response));
        }
        return true;
    }

    private Optional<Freshness> await(ConsistencyToken token) {
        var waiting = Timer.start(registry);
        var freshness = readYourWrites.await(token);
        freshness.ifPresent(
                came -> waiting.stop(reads.withTag("outcome", came.name().toLowerCase(Locale.ROOT))));
        return freshness;
    }

    private static void tell(Freshness freshness, HttpServletResponse response) {
        response.setHeader(ConsistencyToken.FRESHNESS_HEADER, freshness == Freshness.STALE ? "stale" : "fresh");
    }

    private static boolean isRead(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
    }

    private static Optional<ConsistencyToken> token(HttpServletRequest request) {
        var header = request.getHeader(ConsistencyToken.HEADER);
        if (header != null) {
            return Optional.of(ConsistencyToken.parse(header.strip())
                    .orElseThrow(() -> new InvalidInput(
                            ConsistencyToken.HEADER, "must be what a command answered with, for example user-5@3")));
        }
        // A cookie comes without the client's doing: one that is worn out is no reason to refuse the read.
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> ConsistencyToken.COOKIE.equals(cookie.getName()))
                .map(Cookie::getValue)
                .flatMap(value -> ConsistencyToken.parse(value).stream())
                .findFirst();
    }
}
