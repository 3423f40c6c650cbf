package io.rollbook.standalone.several;

import com.mongodb.client.MongoDatabase;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/** What lies in a database of read models, document by document. */
final class ReadModels {

    private static final String POSITIONS = "projection_positions";
    private static final Map<String, String> PREFIXES =
            Map.of("users_v", "user-", "roles_v", "role-", "integrations_v", "userIntegration-");

    private final MongoDatabase database;

    ReadModels(MongoDatabase database) {
        this.database = database;
    }

    /** By collection and identifier, every document; those set aside too. */
    Map<String, Map<Object, Document>> documents() {
        var all = new TreeMap<String, Map<Object, Document>>();
        for (var collection : database.listCollectionNames()) {
            if (!collection.equals(POSITIONS)) {
                var documents = new TreeMap<Object, Document>();
                database.getCollection(collection).find().forEach(found -> documents.put(found.get("_id"), found));
                all.put(collection, documents);
            }
        }
        return all;
    }

    /** By aggregate, the version of its document. */
    Map<String, Long> versions() {
        var versions = new TreeMap<String, Long>();
        documents().forEach((collection, documents) -> {
            var prefix = PREFIXES.get(collection.replaceFirst("[0-9]+$", ""));
            if (prefix != null) {
                documents.forEach((id, document) -> versions.put(prefix + id, document.getLong("version")));
            }
        });
        return versions;
    }

    /** By projection and partition, where it stands. */
    Map<String, Long> positions() {
        var positions = new TreeMap<String, Long>();
        database.getCollection(POSITIONS)
                .find()
                .forEach(found -> positions.put(found.getString("_id"), found.getLong("next")));
        return positions;
    }
}
