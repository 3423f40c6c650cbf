package io.rollbook.query.platform;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.rollbook.web.health.Reachability;
import io.rollbook.web.health.ReachabilityIndicator;
import io.rollbook.web.platform.Secret;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The database of the read models. Whatever the connection string does not say is set so that a database that is away
 * is an error within seconds, never a hang. Whatever it says, what is acknowledged outlives a failover, and what is read is
 * never what a failover takes back, nor an old copy: an event could be skipped by that, or somebody let in.
 */
@Configuration(proxyBeanMethods = false)
class ReadModelDatabase {
    private static final String DEFAULT_NAME = "rollbook";
    private static final int SELECTION_SECONDS = 2;
    private static final int CONNECT_SECONDS = 2;
    private static final int READ_SECONDS = 10;

    @Bean(destroyMethod = "close")
    MongoClient readModelClient(
            @Value("${spring.mongodb.uri:mongodb://localhost:27017/" + DEFAULT_NAME + "}") String uri) {
        var settings = MongoClientSettings.builder()
                .applicationName("rollbook-query")
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(READ_SECONDS, TimeUnit.SECONDS))
                .applyConnectionString(connection(uri))
                .writeConcern(WriteConcern.MAJORITY)
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .build();
        return MongoClients.create(settings);
    }

    private static ConnectionString connection(String uri) {
        var connection = new ConnectionString(uri);
        var password = connection.getPassword();
        Secret.verify(password == null ? null : new String(password), "spring.mongodb.uri");
        return connection;
    }

    @Bean
    ReachabilityIndicator mongodbHealthIndicator(MongoDatabase readModels) {
        return ReachabilityIndicator.required(
                new Reachability("MongoDB", () -> readModels.runCommand(new Document("ping", 1))));
    }

    @Bean
    MongoDatabase readModels(
            MongoClient readModelClient,
            @Value("${spring.mongodb.uri:mongodb://localhost:27017/" + DEFAULT_NAME + "}") String uri) {
        var named = new ConnectionString(uri).getDatabase();
        return readModelClient.getDatabase(named == null ? DEFAULT_NAME : named);
    }
}
