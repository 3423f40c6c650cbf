package io.rollbook.embedded.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the MongoDB-compatible server serves: databases in memory, forgotten when it stops. */
public final class IndexedBackend extends AbstractMongoBackend {

    private static final Logger LOG = LoggerFactory.getLogger(IndexedBackend.class);
    private static final int UNKNOWN_ERROR = 8;

    private final @Nullable ScramGuard guard;

    /** One that lets in whoever can reach it. */
    public IndexedBackend() {
        guard = null;
    }

    /** One that lets in who knows the password. */
    public IndexedBackend(String user, String password) {
        guard = new ScramGuard(user, password);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return new IndexedDatabase(databaseName, getCursorRegistry());
    }

    @Override
    protected Document handleGetMore(String databaseName, String command, Document query) {
        return super.handleGetMore(databaseName, command, Batches.bounded(query));
    }

    /** Answers errors here, because the library would log the whole command first, with everything it says of people. */
    @Override
    public Document handleMessage(MongoMessage message) {
        if (message.getDocument().containsKey("hello")) {
            return hello();
        }
        try {
            var signedIn = guard == null
                    ? null
                    : guard.answer(message.getChannel(), commandOf(message), message.getDocument());
            return signedIn == null ? super.handleMessage(message) : signedIn;
        } catch (MongoServerError e) {
            LOG.debug("A command was refused with code {}", e.getCode());
            var response = error(e.getMessageWithoutErrorCode(), e.getCode());
            response.putIfNotNull("codeName", e.getCodeName());
            return response;
        } catch (MongoServerException e) {
            LOG.debug("A command was refused");
            return error(e.getMessageWithoutErrorCode(), UNKNOWN_ERROR);
        } catch (RuntimeException e) {
            LOG.error("A command of the document server failed", e);
            return error("Unknown error: " + e.getClass().getSimpleName(), UNKNOWN_ERROR);
        }
    }

    @Override
    public Document handleCommand(Channel channel, String databaseName, String command, Document query) {
        if (guard != null) {
            guard.requireLoggedIn(channel, command);
        }
        return super.handleCommand(channel, databaseName, command, query);
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        if (guard != null) {
            guard.requireLoggedIn(query.getChannel(), "find");
        }
        return super.handleQuery(query);
    }

    private static String commandOf(MongoMessage message) {
        return message.getDocument().keySet().iterator().next();
    }

    /** Health checks ask this; the library only knows it under its older name. */
    private static Document hello() {
        return new Document("isWritablePrimary", true)
                .append("maxWireVersion", ServerVersion.MONGO_5_0.getWireVersion())
                .append("minWireVersion", 0)
                .append("ok", 1.0);
    }

    private static Document error(String message, int code) {
        return new Document("errmsg", message).append("code", code).append("ok", 0.0);
    }
}
