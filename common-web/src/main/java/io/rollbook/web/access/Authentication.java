package io.rollbook.web.access;

import io.rollbook.api.error.Rejection;
import io.rollbook.web.access.Credential.Kind;
import io.rollbook.web.envelope.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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
     * Who is calling. They and their {@link Credential} are left with the request. Of several session cookies the first that
     * is good counts: a stale one beside it does no harm.
     *
     * @throws Rejection when nobody is signed in, or another site made a browser ask for a change
     * @throws Unavailable when it cannot be found out now
     */
    Caller authenticate(HttpServletRequest request) {
        var genuine = genuine(request);
        var byCookie = genuine.stream().anyMatch(credential -> credential.kind() == Kind.COOKIE);
        if (byCookie && !SAFE.contains(request.getMethod()) && !origins.made(request)) {
            throw new Rejection(AccessReason.FOREIGN_ORIGIN);
        }
        for (var credential : genuine) {
            var caller = callers.find(credential.verified()).filter(found -> !found.disabled());
            if (caller.isPresent()) {
                request.setAttribute(Credential.class.getName(), credential);
                request.setAttribute(Caller.class.getName(), caller.get());
                return caller.get();
            }
        }
        throw refusal(request);
    }

    // What the request signs in with, as far as it is genuine and has not expired. Whether its owner is still let in is
    // not asked here.
    private List<Credential> genuine(HttpServletRequest request) {
        var bearer = bearer(request);
        if (bearer.isPresent()) {
            return bearer.flatMap(token -> credential(Kind.BEARER, token, tokens.verify(token))).stream()
                    .toList();
        }
        return SessionCookies.values(request).stream()
                .flatMap(cookie -> credential(Kind.COOKIE, cookie, tokens.verifyCookie(cookie)).stream())
                .toList();
    }

    private static Optional<Credential> credential(Kind kind, String text, Optional<VerifiedToken> verified) {
        return verified.map(token -> new Credential(kind, text, token));
    }

    private static Rejection refusal(HttpServletRequest request) {
        var tried =
                bearer(request).isPresent() || !SessionCookies.values(request).isEmpty();
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
