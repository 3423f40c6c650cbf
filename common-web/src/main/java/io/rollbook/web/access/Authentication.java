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
        var credential = credential(request).orElseThrow(() -> refusal(request));
        if (credential.kind() == Kind.COOKIE && !SAFE.contains(request.getMethod()) && !origins.made(request)) {
            throw new Rejection(AccessReason.FOREIGN_ORIGIN);
        }
        var caller = callers.find(credential.verified())
                .filter(found -> !found.disabled())
                .orElseThrow(() -> new Rejection(AccessReason.TOKEN_REFUSED));
        request.setAttribute(Caller.class.getName(), caller);
        return caller;
    }

    /**
     * What the request signs in with, if that is genuine and has not expired. Whether its owner is still let in is not
     * asked here. It is left with the request and verified once.
     *
     * @throws Unavailable when it cannot be found out now
     */
    public Optional<Credential> credential(HttpServletRequest request) {
        if (request.getAttribute(Credential.class.getName()) instanceof Credential verified) {
            return Optional.of(verified);
        }
        var bearer = bearer(request);
        var credential = bearer.isPresent()
                ? bearer.flatMap(token -> credential(Kind.BEARER, token, tokens.verify(token)))
                : SessionCookies.value(request)
                        .flatMap(cookie -> credential(Kind.COOKIE, cookie, tokens.verifyCookie(cookie)));
        credential.ifPresent(found -> request.setAttribute(Credential.class.getName(), found));
        return credential;
    }

    private static Optional<Credential> credential(Kind kind, String text, Optional<VerifiedToken> verified) {
        return verified.map(token -> new Credential(kind, text, token));
    }

    private static Rejection refusal(HttpServletRequest request) {
        var tried = bearer(request).isPresent() || SessionCookies.value(request).isPresent();
        return new Rejection(tried ? AccessReason.TOKEN_REFUSED : AccessReason.NOT_SIGNED_IN);
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        return Optional.of(header.substring(BEARER.length()).strip());
    }
}
