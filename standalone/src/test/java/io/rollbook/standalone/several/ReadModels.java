package io.rollbook.standalone.several;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;

/** What lies in a database of read models, document by document. */
final class ReadModels {

    /** The document that says how far a collection is folded. */
    private static final Bson IS_MARKER = Filters.eq("_id", "filling");

    private static final Map<String, String> PREFIXES =
            Map.of("users_v", "user-", "roles_v", "role-", "integrations_v", "userIntegration-");

    private final MongoDatabase database;

    ReadModels(MongoDatabase database) {
        this.database = database;
    }

    /** By collection and identifier, every document; dead letters too. */
    Map<String, Map<Object, Document>> documents() {
        var all = new TreeMap<String, Map<Object, Document>>();
        for (var collection : database.listCollectionNames()) {
            var documents = new TreeMap<Object, Document>();
            database.getCollection(collection)
                    .find(Filters.nor(IS_MARKER))
                    .forEach(found -> documents.put(found.get("_id"), found));
            all.put(collection, documents);
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
        for (var collection : database.listCollectionNames()) {
            var marker = database.getCollection(collection).find(IS_MARKER).first();
            if (marker != null && marker.get("next") instanceof Document next) {
                next.forEach((partition, offset) -> positions.put(collection + "/" + partition, (Long) offset));
            }
        }
        return positions;
    }
}
