package io.rollbook.query;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.rollbook.servers.TestMongo;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test's {@code @BeforeEach} a database in which there is nothing. All tests share one server, which runs until the
 * last of them has ended.
 */
public final class EmptyDatabase implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == MongoDatabase.class;
    }

    @Override
    public MongoDatabase resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var database = test.getRoot()
                .getStore(ExtensionContext.Namespace.create(EmptyDatabase.class))
                .computeIfAbsent(Server.class, any -> Server.start(), Server.class)
                .client()
                .getDatabase("test");
        database.drop();
        return database;
    }

    private record Server(TestMongo mongo, MongoClient client) implements AutoCloseable {

        private static Server start() {
            var mongo = TestMongo.start();
            return new Server(mongo, MongoClients.create(mongo.connectionString()));
        }

        @Override
        public void close() {
            client.close();
            mongo.close();
        }
    }
}
