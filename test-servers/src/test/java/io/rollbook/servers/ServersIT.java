package io.rollbook.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each server answers where it says it does, whichever kind it is; the first to tell when there is no engine for containers. */
class ServersIT {

    @AutoClose
    private static TestServers servers;

    @BeforeAll
    static void start(@TempDir Path data) {
        servers = TestServers.start(data);
    }

    @Test
    void postgresIsTheVersionThatIsDeployed() throws Exception {
        var postgres = servers.postgres();

        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute("create database another");
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
        }
        try (var another =
                DriverManager.getConnection(postgres.jdbcUrl("another"), postgres.user(), postgres.password())) {
            assertThat(another.getCatalog()).isEqualTo("another");
        }
    }

    @Test
    void kafkaHasNoTopics() throws Exception {
        try (var admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", servers.kafka().bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void mongoKeepsWhatItIsGivenWhileItsCableIsCut() {
        try (var cable = servers.mongo().cable();
                var client = client(cable)) {
            var collection = client.getDatabase("test").getCollection("letters");
            collection.insertOne(new Document("_id", "a"));

            cable.cut();
            assertThatThrownBy(collection::countDocuments).isInstanceOf(MongoException.class);
            cable.mend();

            assertThat(collection.countDocuments()).isOne();
        }
    }

    private static MongoClient client(Cable cable) {
        return MongoClients.create(
                TestMongo.connectionString(cable) + "/?serverSelectionTimeoutMS=5000&heartbeatFrequencyMS=500");
    }
}
