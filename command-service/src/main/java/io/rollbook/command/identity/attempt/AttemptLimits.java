package io.rollbook.command.identity.attempt;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.TimeMeter;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.web.envelope.TooManyRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Bounds how often somebody may try to register or to sign in: by the address they come from and by the account they
 * name. Whether such an account exists is never asked, so nobody learns it here.
 *
 * <p>The address is the one the connection comes from; what {@code X-Forwarded-For} claims counts only when the server
 * is told to trust the proxy in front of it.
 */
@Component
@EnableConfigurationProperties(AttemptSettings.class)
public class AttemptLimits {

    private static final int NETWORK_BYTES = 8;

    private final Quota registrationsByAddress;
    private final Quota registrationsByEmail;
    private final Quota signInsByAddress;
    private final Quota signInsByAccount;
    private final Quota failuresByAddress;
    private final FailedSignIns failures;

    @Autowired
    AttemptLimits(AttemptSettings settings) {
        this(settings, System::nanoTime);
    }

    AttemptLimits(AttemptSettings settings, Ticker clock) {
        var meter = new NanoMeter(clock);
        registrationsByAddress = quota("address", settings.registrationsPerAddress(), settings, meter);
        registrationsByEmail = quota("email", settings.registrationsPerEmail(), settings, meter);
        signInsByAddress = quota("address", settings.signInsPerAddress(), settings, meter);
        signInsByAccount = quota("account", settings.signInsPerAccount(), settings, meter);
        failuresByAddress = quota("failures", settings.failuresPerAddress(), settings, meter);
        failures = new FailedSignIns(settings, clock);
    }

    /**
     * Admits a registration.
     *
     * @throws TooManyRequests when there were too many
     */
    public void register(EmailAddress email, HttpServletRequest request, HttpServletResponse response) {
        admit(registrationsByAddress, network(request), registrationsByEmail, digest(email.key()), response);
    }

    /**
     * Admits an attempt to sign in. It counts as failed until it has succeeded, so that many at once are no way around
     * the limits.
     *
     * @param email as it was sent; anything
     * @throws TooManyRequests when there were too many, or too many that failed
     */
    public SignInAttempt signIn(String email, HttpServletRequest request, HttpServletResponse response) {
        var network = network(request);
        var account = digest(EmailAddress.key(email));
        admit(signInsByAddress, network, signInsByAccount, account + "@" + network, response);
        var failure = failuresByAddress.take(network);
        if (!failure.taken()) {
            tell(response, failuresByAddress.policy(), failuresByAddress.item(failure));
            throw new TooManyRequests(failure.retryAfter());
        }
        var waiting = failures.begin(account, network);
        if (waiting.isPositive()) {
            failuresByAddress.giveBack(network);
            throw new TooManyRequests(waiting);
        }
        return new SignInAttempt(account, network);
    }

    /** About how many addresses, accounts and pairs of them are remembered, in all the tables together. */
    long remembered() {
        return Stream.of(
                                registrationsByAddress,
                                registrationsByEmail,
                                signInsByAddress,
                                signInsByAccount,
                                failuresByAddress)
                        .mapToLong(Quota::remembered)
                        .sum()
                + failures.remembered();
    }

    /** An attempt that may be made. */
    public final class SignInAttempt {

        private final String account;
        private final String network;

        private SignInAttempt(String account, String network) {
            this.account = account;
            this.network = network;
        }

        /** Makes the attempt and remembers how it went. One that nobody could decide does not count. */
        public <T> T of(Supplier<T> signIn) {
            try {
                var result = signIn.get();
                failures.succeeded(account, network);
                failuresByAddress.giveBack(network);
                return result;
            } catch (Rejection rejection) {
                throw rejection;
            } catch (RuntimeException undecided) {
                failures.withdraw(account, network);
                failuresByAddress.giveBack(network);
                throw undecided;
            }
        }
    }

    private static void admit(Quota one, String oneKey, Quota other, String otherKey, HttpServletResponse response) {
        var first = one.take(oneKey);
        // An address without attempts left does not use up those of the account too.
        if (!first.taken()) {
            tell(response, one.policy(), one.item(first));
            throw new TooManyRequests(first.retryAfter());
        }
        var second = other.take(otherKey);
        tell(response, one.policy() + ", " + other.policy(), one.item(first) + ", " + other.item(second));
        if (!second.taken()) {
            throw new TooManyRequests(second.retryAfter());
        }
    }

    private static void tell(HttpServletResponse response, String policy, String standing) {
        response.setHeader("RateLimit-Policy", policy);
        response.setHeader("RateLimit", standing);
    }

    private static Quota quota(String name, int attempts, AttemptSettings settings, TimeMeter clock) {
        return new Quota(name, attempts, settings.window(), settings.remembered(), clock);
    }

    // Of an IPv6 address the network: its owner has 2^64 addresses. A proxy may write the same one in many ways.
    private static String network(HttpServletRequest request) {
        var address = request.getRemoteAddr();
        if (!address.contains(":")) {
            return address;
        }
        try {
            // Never a question to a name server: what has a colon is no name.
            var bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > NETWORK_BYTES
                    ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES)
                    : HexFormat.of().formatHex(bytes);
        } catch (UnknownHostException noAddress) {
            return "unknown";
        }
    }

    // Of one length whatever was sent, and nothing that a heap dump would tell at a glance.
    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record NanoMeter(Ticker clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return clock.read();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
