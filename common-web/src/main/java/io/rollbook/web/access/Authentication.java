package io.rollbook.web.access;

import io.rollbook.api.error.Rejection;
import io.rollbook.web.access.Credential.Kind;
import io.rollbook.web.envelope.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out who a request comes from: by its bearer token, or without one by its session cookie. */
public final class Authentication {

    private static final String BEARER = "bearer ";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final TokenVerifier tokens;
    private final CallerDirectory callers;
    private final AllowedOrigins origins;

    public Authentication(TokenVerifier tokens, CallerDirectory callers, AllowedOrigins origins) {
        this.tokens = tokens;
        this.callers = callers;
        this.origins = origins;
    }

    /**
     * Who is calling. They and their {@link Credential} are left with the request.
     *
     * @throws Rejection when nobody is signed in, or another site made a browser ask for a change
     * @throws Unavailable when it cannot be found out now
     */
    Caller authenticate(HttpServletRequest request) {
        var credential = credential(request);
        if (credential.kind() == Kind.COOKIE && !SAFE.contains(request.getMethod()) && !origins.made(request)) {
            throw new Rejection(AccessReason.FOREIGN_ORIGIN);
        }
        var caller = callers.find(credential.verified())
                .filter(found -> !found.disabled())
                .orElseThrow(() -> new Rejection(AccessReason.TOKEN_REFUSED));
        request.setAttribute(Caller.class.getName(), caller);
        request.setAttribute(Credential.class.getName(), credential);
        return caller;
    }

    private Credential credential(HttpServletRequest request) {
        var bearer = bearer(request);
        if (bearer.isPresent()) {
            return tokens.verify(bearer.get())
                    .map(verified -> new Credential(Kind.BEARER, bearer.get(), verified))
                    .orElseThrow(() -> new Rejection(AccessReason.TOKEN_REFUSED));
        }
        var cookie = SessionCookies.value(request).orElseThrow(() -> new Rejection(AccessReason.NOT_SIGNED_IN));
        return tokens.verifyCookie(cookie)
                .map(verified -> new Credential(Kind.COOKIE, cookie, verified))
                .orElseThrow(() -> new Rejection(AccessReason.TOKEN_REFUSED));
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        return Optional.of(header.substring(BEARER.length()).strip());
    }
}
