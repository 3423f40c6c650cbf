package io.rollbook.web.platform;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What both HTTP sides let in, and for how long.
 *
 * @param allowedOrigins the origins beside the own one whose pages may call with a browser's cookie, each as
 *     {@code https://app.example.org}; never {@code *}
 * @param bodyTimeout how long a whole request body may take to arrive
 * @param drain how long a process that is told to end goes on taking requests, so that a proxy that asks for readiness
 *     sends the next ones elsewhere
 */
@ConfigurationProperties("rollbook.web")
record WebSettings(
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue("0s") Duration drain) {}
