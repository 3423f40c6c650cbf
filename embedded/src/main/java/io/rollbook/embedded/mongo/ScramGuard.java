package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.apache.kafka.common.security.scram.internals.ScramSaslServer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection do something only after it has proved the password: SCRAM-SHA-256 (RFC 7677), as MongoDB's drivers speak
 * it. The mechanism is Kafka's, which is here anyhow.
 */
final class ScramGuard {

    private static final AttributeKey<SaslServer> LOGIN = AttributeKey.valueOf(ScramGuard.class, "login");
    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;
    private static final Set<String> FOR_ANYBODY = Set.of("hello", "isMaster", "ismaster");
    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;

    private final String user;
    private final ScramCredential credential;

    ScramGuard(String user, String password) {
        this.user = user;
        try {
            this.credential = new ScramFormatter(MECHANISM).generateCredential(password, MECHANISM.minIterations());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * The answer to a command that signs in; {@code null} when it is another and may go on.
     *
     * @throws MongoServerError when it may not
     */
    @Nullable
    Document answer(Channel channel, String command, Document query) {
        if (command.equals("saslStart")) {
            var login = login();
            channel.attr(LOGIN).set(login);
            return next(login, query);
        }
        var login = channel.attr(LOGIN).get();
        if (command.equals("saslContinue") && login != null) {
            return next(login, query);
        }
        requireLoggedIn(channel, command);
        return null;
    }

    /** @throws MongoServerError when the connection has not proved the password, and the command is not for anybody */
    void requireLoggedIn(Channel channel, String command) {
        var login = channel.attr(LOGIN).get();
        if (!FOR_ANYBODY.contains(command) && (login == null || !login.isComplete())) {
            throw new MongoServerError(UNAUTHORIZED, "Unauthorized", "sign in first");
        }
    }

    private static Document next(SaslServer login, Document query) {
        if (!(query.get("payload") instanceof BinData message)) {
            throw failed();
        }
        try {
            var answer = login.evaluateResponse(message.getData());
            return new Document("conversationId", 1)
                    .append("done", login.isComplete())
                    .append("payload", new BinData(answer))
                    .append("ok", 1.0);
        } catch (SaslException | SaslAuthenticationException e) {
            throw failed();
        }
    }

    private static MongoServerError failed() {
        return new MongoServerError(AUTHENTICATION_FAILED, "AuthenticationFailed", "Authentication failed.");
    }

    private SaslServer login() {
        try {
            return new ScramSaslServer(MECHANISM, Map.of(), this::fill);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    // The name comes first. Of somebody who is not there is no credential.
    private void fill(Callback[] callbacks) {
        var name = "";
        for (var callback : callbacks) {
            if (callback instanceof NameCallback named) {
                name = String.valueOf(named.getDefaultName());
            } else if (callback instanceof ScramCredentialCallback scram && name.equals(user)) {
                scram.scramCredential(credential);
            }
        }
    }
}
