package io.rollbook.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.BsonDateTime;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random writes go to the library's own backend, which scans, and to ours, which uses indexes: nobody may notice. */
class SameAnswersTest {

    private static final int ROUNDS = 700;
    private static final int IDS = 60;

    private static TestServer scanning;
    private static TestServer indexed;

    @BeforeAll
    static void start() {
        scanning = new TestServer(new MemoryBackend());
        indexed = new TestServer(new IndexedBackend());
    }

    @AfterAll
    static void stop() {
        scanning.close();
        indexed.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anIndexChangesNoAnswer(long seed) {
        // Odd seeds keep to plain values, so that indexes stay usable for sorts; even ones mix in everything.
        var random = new Generator(seed, seed % 2 == 0);
        var name = "seed" + seed;
        var expected = scanning.collection(name);
        var actual = indexed.collection(name);
        for (var collection : List.of(expected, actual)) {
            collection.createIndex(new Document("owner", 1));
            collection.createIndex(new Document("owner", 1).append("rank", -1));
            collection.createIndex(new Document("rank", 1).append("name", 1));
            collection.createIndex(new Document("at.day", -1), new IndexOptions().sparse(true));
            collection.createIndex(
                    new Document("serial", 1), new IndexOptions().unique(true).sparse(true));
        }
        for (var round = 0; round < ROUNDS; round++) {
            if (round == ROUNDS / 2) {
                actual.createIndex(new Document("name", 1)); // on what is there already
            }
            var writes = random.writes();
            var options = new BulkWriteOptions().ordered(false);
            assertSame(expected, actual, "bulk " + writes, collection -> collection.bulkWrite(writes, options));
            var filter = random.filter();
            var sort = random.sort();
            var skip = random.nextInt(4);
            var limit = random.nextInt(8);
            assertSame(
                    expected,
                    actual,
                    "find %s sort %s skip %s limit %s".formatted(filter, sort, skip, limit),
                    collection -> collection
                            .find(filter)
                            .sort(sort)
                            .skip(skip)
                            .limit(limit)
                            .into(new ArrayList<>()));
            assertSame(expected, actual, "count " + filter, collection -> collection.countDocuments(filter));
            if (round % 5 == 0) {
                var update = random.update();
                assertSame(
                        expected,
                        actual,
                        "findOneAndUpdate " + filter,
                        collection -> collection.findOneAndUpdate(filter, update));
                assertSame(
                        expected,
                        actual,
                        "distinct",
                        collection -> collection
                                .distinct("owner", filter, BsonValue.class)
                                .into(new ArrayList<>()));
                assertSame(
                        expected,
                        actual,
                        "aggregate",
                        collection -> collection
                                .aggregate(List.of(
                                        new Document("$match", filter),
                                        new Document("$sort", new Document("rank", 1).append("_id", 1)),
                                        new Document("$limit", 5),
                                        new Document("$project", new Document("owner", 1))))
                                .into(new ArrayList<>()));
            }
        }
        assertSame(
                expected, actual, "everything", collection -> collection.find().into(new ArrayList<>()));
    }

    private static void assertSame(
            MongoCollection<Document> expected,
            MongoCollection<Document> actual,
            String what,
            Function<MongoCollection<Document>, @Nullable Object> operation) {
        assertThat(outcome(actual, operation)).as(what).isEqualTo(outcome(expected, operation));
    }

    /** What came back, or the kind of the refusal. */
    private static String outcome(
            MongoCollection<Document> collection, Function<MongoCollection<Document>, @Nullable Object> operation) {
        try {
            return String.valueOf(operation.apply(collection));
        } catch (MongoBulkWriteException e) {
            return e.getWriteErrors().stream()
                    .map(error -> error.getIndex() + ":" + error.getCode())
                    .toList()
                    .toString();
        } catch (MongoException e) {
            return "refused";
        }
    }

    /** Random documents, queries and writes, the same for the same seed. */
    private static final class Generator {

        private final Random random;
        private final boolean anyType;

        Generator(long seed, boolean anyType) {
            this.random = new Random(seed);
            this.anyType = anyType;
        }

        int nextInt(int bound) {
            return random.nextInt(bound);
        }

        private @Nullable Object value() {
            return switch (nextInt(anyType ? 18 : 9)) {
                case 0 -> null;
                case 1 -> nextInt(5);
                case 2 -> (long) nextInt(5);
                case 3 -> nextInt(10) / 2.0;
                case 4 -> "abc".substring(nextInt(3));
                case 5 -> "ab" + (char) ('a' + nextInt(4));
                case 6 -> nextInt(2) == 0;
                case 7 -> new BsonDateTime(1000L * nextInt(4));
                case 8 -> new ObjectId(nextInt(3), nextInt(3));
                case 9 -> new Decimal128(nextInt(5));
                case 10 -> Arrays.asList(nextInt(3), "abc", null);
                case 11 -> List.of();
                case 12 -> new Document("day", nextInt(3));
                case 13 -> List.of(new Document("day", nextInt(3)), new Document("day", nextInt(3)));
                case 14 -> Long.MAX_VALUE - nextInt(2);
                case 15 -> (1L << 40) + 0.5;
                case 16 -> -0.0;
                default -> new UUID(0, nextInt(3)).toString();
            };
        }

        private Document document(int id) {
            var document = new Document("_id", id);
            for (var field : List.of("owner", "rank", "name")) {
                if (nextInt(5) > 0) {
                    document.append(field, value());
                }
            }
            if (nextInt(3) > 0) {
                document.append("at", nextInt(4) == 0 ? value() : new Document("day", value()));
            }
            if (nextInt(2) == 0) {
                document.append("serial", nextInt(200));
            }
            return document.append("version", nextInt(10));
        }

        private Document filter() {
            return nextInt(5) == 0 ? either() : all();
        }

        private Document either() {
            return new Document(
                    "$or", List.of(all(), new Document("_id", nextInt(IDS)), new Document(field(), value())));
        }

        private Document all() {
            // With a key that is no field the library never uses one of its own indexes, which answer in another order.
            var filter = new Document("$comment", "scan");
            var fields = nextInt(4);
            for (var i = 0; i < fields; i++) {
                switch (nextInt(10)) {
                    case 0 -> filter.append("_id", nextInt(IDS));
                    case 1 -> filter.append("_id", new Document("$in", List.of(nextInt(IDS), nextInt(IDS), 5L)));
                    case 2 -> filter.append("version", new Document("$lt", nextInt(10)));
                    case 3 -> filter.append("serial", nextInt(200));
                    case 4 -> filter.append("name", Pattern.compile("^ab" + "abc|".charAt(nextInt(4))));
                    case 5 ->
                        filter.append(
                                "$and",
                                List.of(
                                        new Document(field(), operators()),
                                        new Document(field(), new Document("$ne", value()))));
                    case 6 -> filter.append(field(), operators());
                    case 7 -> filter.append(field(), new Document("$ne", value()));
                    default -> filter.append(field(), value());
                }
            }
            return filter;
        }

        private String field() {
            return List.of("owner", "rank", "at.day", "version", "serial", "_id")
                    .get(nextInt(6));
        }

        private Document operators() {
            return switch (nextInt(6)) {
                case 0 -> new Document("$gte", value());
                case 1 -> new Document("$lte", value());
                case 2 -> new Document("$gt", nextInt(3)).append("$lt", nextInt(6));
                case 3 -> new Document("$in", Arrays.asList(value(), value()));
                case 4 -> new Document("$eq", value());
                default -> new Document("$exists", nextInt(2) == 0);
            };
        }

        private @Nullable Document sort() {
            var direction = nextInt(2) * 2 - 1;
            return switch (nextInt(8)) {
                case 0 -> null;
                case 1 -> new Document("_id", direction);
                case 2 -> new Document("rank", direction);
                case 3 -> new Document("rank", direction).append("name", direction);
                case 4 -> new Document("owner", direction).append("rank", -direction);
                case 5 -> new Document("at.day", direction);
                case 6 -> new Document("serial", direction);
                default -> new Document("owner", 1).append("version", direction);
            };
        }

        private Document update() {
            return switch (nextInt(5)) {
                case 0 -> new Document("$set", new Document("owner", value()).append("version", nextInt(10)));
                case 1 -> new Document("$unset", new Document("rank", ""));
                case 2 -> new Document("$set", new Document("at.day", value()));
                case 3 -> new Document("$inc", new Document("version", 1));
                default -> new Document("$set", new Document("rank", value()).append("serial", nextInt(200)));
            };
        }

        private List<WriteModel<Document>> writes() {
            var writes = new ArrayList<WriteModel<Document>>();
            var count = 1 + nextInt(4);
            for (var i = 0; i < count; i++) {
                var id = nextInt(IDS);
                var guard = new Document("_id", id).append("version", new Document("$lt", nextInt(10)));
                writes.add(
                        switch (nextInt(9)) {
                            case 0, 1 -> new InsertOneModel<>(document(id));
                            case 2, 3 -> new ReplaceOneModel<>(guard, document(id), new ReplaceOptions().upsert(true));
                            case 4 -> new UpdateOneModel<>(guard, update(), new UpdateOptions().upsert(true));
                            case 5 -> new UpdateManyModel<>(filter(), update());
                            case 6 -> new UpdateOneModel<>(new Document("_id", id), update());
                            case 7 -> new DeleteOneModel<>(new Document("_id", id));
                            default ->
                                nextInt(4) == 0
                                        ? new DeleteManyModel<>(new Document("owner", value()))
                                        : new ReplaceOneModel<>(new Document("_id", id), document(id));
                        });
            }
            return writes;
        }
    }
}
