package io.rollbook.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.rollbook.embedded.Login;
import io.rollbook.embedded.MongoServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScramGuardIT {

    private static final int UNAUTHORIZED = 13;

    private final Login login = Login.random();
    private final MongoServer server = MongoServer.start(login);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoKnowsThePasswordDoesEverything() {
        try (var client = MongoClients.create(server.connectionString("rollbook"))) {
            var users = client.getDatabase("rollbook").getCollection("users");
            users.insertOne(new Document("_id", 7));

            assertThat(users.find().first()).isEqualTo(new Document("_id", 7));
        }
    }

    @Test
    void whoDoesNotSignInDoesNothing() {
        var deeds = List.<Consumer<MongoClient>>of(
                client -> client.listDatabaseNames().first(),
                client -> client.getDatabase("rollbook")
                        .getCollection("users")
                        .find()
                        .first(),
                client -> client.getDatabase("rollbook").getCollection("users").insertOne(new Document("_id", 8)),
                client -> client.getDatabase("rollbook").drop(),
                client -> client.getDatabase("admin").runCommand(new Document("shutdown", 1)),
                client -> client.getDatabase("admin").runCommand(new Document("saslContinue", 1)));

        try (var client = MongoClients.create(server.connectionString())) {
            for (var deed : deeds) {
                assertThatExceptionOfType(MongoCommandException.class)
                        .isThrownBy(() -> deed.accept(client))
                        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(UNAUTHORIZED));
            }
        }
    }

    @Test
    void whoGuessesIsNotLetIn() {
        for (var guess : List.of(
                MongoCredential.createScramSha256Credential(login.user(), "admin", "guessed".toCharArray()),
                MongoCredential.createScramSha256Credential(
                        "admin", "admin", login.password().toCharArray()))) {
            var settings = MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(server.connectionString()))
                    .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(3, TimeUnit.SECONDS))
                    .credential(guess)
                    .build();
            try (var client = MongoClients.create(settings)) {
                assertThatExceptionOfType(MongoSecurityException.class)
                        .isThrownBy(() -> client.listDatabaseNames().first());
            }
        }
    }

    @Test
    void aSignInThatIsNoneIsRefused() {
        try (var client = MongoClients.create(server.connectionString())) {
            for (var payload : List.of(new byte[0], new byte[] {1, 2, 3}, "n,,n=x,r=y")) {
                assertThatExceptionOfType(MongoCommandException.class)
                        .isThrownBy(() -> client.getDatabase("admin")
                                .runCommand(new Document("saslStart", 1)
                                        .append("mechanism", "SCRAM-SHA-256")
                                        .append("payload", payload)));
            }
        }
    }
}
