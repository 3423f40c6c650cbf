package io.rollbook.embedded.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

class IndexedBackendTest {

    private static final int DUPLICATE_KEY = 11000;
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private static TestServer server;

    private MongoCollection<Document> collection;

    @BeforeAll
    static void start() {
        server = new TestServer(new IndexedBackend());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void freshCollection(TestInfo test) {
        collection = server.collection(test.getTestMethod().orElseThrow().getName());
    }

    private static Document document(int id, int version) {
        return new Document("_id", id).append("version", version);
    }

    private static ReplaceOneModel<Document> guarded(int id, int version) {
        return new ReplaceOneModel<>(and(eq(id), lt("version", version)), document(id, version), UPSERT);
    }

    @Nested
    class Writes {

        @Test
        void aGuardedUpsertWritesNewerAndNewDocuments() {
            collection.insertOne(document(1, 3));

            var result = collection.bulkWrite(List.of(guarded(1, 4), guarded(2, 1)));

            assertThat(result.getModifiedCount()).isEqualTo(1);
            assertThat(result.getUpserts()).hasSize(1);
            assertThat(collection.find().into(new ArrayList<>())).containsExactly(document(1, 4), document(2, 1));
        }

        @Test
        void aStaleGuardedUpsertIsADuplicateKey() {
            collection.insertOne(document(1, 7));

            assertThatThrownBy(() -> collection.replaceOne(and(eq(1), lt("version", 7)), document(1, 7), UPSERT))
                    .isInstanceOfSatisfying(
                            MongoWriteException.class,
                            e -> assertThat(e.getCode()).isEqualTo(DUPLICATE_KEY));

            assertThat(collection.find(eq(1)).first()).isEqualTo(document(1, 7));
        }

        @Test
        void anUnorderedBulkGoesOnAfterItsErrors() {
            collection.insertOne(document(1, 7));

            var failure =
                    refused(List.of(guarded(2, 1), guarded(1, 7), guarded(3, 1), guarded(1, 6), guarded(4, 1)), false);

            assertThat(failure.getWriteErrors())
                    .extracting(BulkWriteError::getIndex)
                    .containsExactly(1, 3);
            assertThat(failure.getWriteErrors())
                    .extracting(BulkWriteError::getCode)
                    .containsOnly(DUPLICATE_KEY);
            assertThat(failure.getWriteResult().getUpserts()).hasSize(3);
            assertThat(collection.countDocuments()).isEqualTo(4);
        }

        @Test
        void anOrderedBulkStopsAtItsFirstError() {
            collection.insertOne(document(1, 7));

            var failure = refused(List.of(guarded(2, 1), guarded(1, 7), guarded(3, 1)), true);

            assertThat(failure.getWriteErrors())
                    .extracting(BulkWriteError::getIndex)
                    .containsExactly(1);
            assertThat(failure.getWriteResult().getUpserts()).hasSize(1);
            assertThat(collection.countDocuments()).isEqualTo(2);
        }

        private MongoBulkWriteException refused(List<WriteModel<Document>> writes, boolean ordered) {
            return catchThrowableOfType(
                    MongoBulkWriteException.class,
                    () -> collection.bulkWrite(writes, new BulkWriteOptions().ordered(ordered)));
        }

        @Test
        void insertManyCountsWhatItInserted() {
            var documents = List.of(document(1, 1), document(1, 2), document(2, 1));

            var unordered = catchThrowableOfType(
                    MongoBulkWriteException.class,
                    () -> collection.insertMany(documents, new InsertManyOptions().ordered(false)));
            collection.deleteMany(new Document());
            var ordered = catchThrowableOfType(MongoBulkWriteException.class, () -> collection.insertMany(documents));

            assertThat(unordered.getWriteResult().getInsertedCount()).isEqualTo(2);
            assertThat(ordered.getWriteResult().getInsertedCount()).isEqualTo(1);
        }

        @Test
        void findAndModifyCountsUpWithoutGaps() throws Exception {
            var options = new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
            Callable<Integer> next = () -> collection
                    .findOneAndUpdate(eq("counter"), inc("value", 1), options)
                    .getInteger("value");

            var seen = inParallel(4, () -> {
                var own = new ArrayList<Integer>();
                for (var i = 0; i < 100; i++) {
                    own.add(next.call());
                }
                return own;
            });

            assertThat(seen.stream().flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, 400).boxed().toList());
        }

        @Test
        void aPipelineLeavesTheStoredDocumentsAlone() {
            var stored = new Document("_id", 1).append("name", new Document("first", "Siti"));
            collection.insertOne(stored);

            collection
                    .aggregate(
                            List.of(new Document("$addFields", new Document("name", new Document("last", "Aminah")))))
                    .into(new ArrayList<>());

            assertThat(collection.find().first()).isEqualTo(stored);
        }
    }

    @Nested
    class HundredThousandDocuments {

        private static final int DOCUMENTS = 100_000;
        private static final int OWNERS = 1_000;

        private static MongoCollection<Document> large;

        @BeforeAll
        static void fill() {
            large = server.collection("large");
            large.createIndex(ascending("owner", "at"));
            large.createIndex(ascending("name"));
            for (var from = 0; from < DOCUMENTS; from += 10_000) {
                large.insertMany(IntStream.range(from, from + 10_000)
                        .mapToObj(id -> document(id, 1)
                                .append("owner", "owner-" + id % OWNERS)
                                .append("name", "name" + id)
                                .append("at", id))
                        .toList());
            }
        }

        @Test
        @Timeout(20) // a scan each takes 40 s
        void aBulkOfGuardedUpsertsUsesTheIdentifier() {
            var writes = IntStream.range(0, 1_000)
                    .mapToObj(id -> (WriteModel<Document>) new UpdateOneModel<Document>(
                            and(eq(id), lt("version", 2)), combine(set("version", 2), set("changed", true))))
                    .toList();

            assertThat(large.bulkWrite(writes).getModifiedCount()).isEqualTo(1_000);
        }

        @Test
        @Timeout(20) // a scan and a sort each take 1 s
        void theLatestOfAnOwnerComesFromTheIndex() {
            for (var i = 0; i < 200; i++) {
                assertThat(large.find(eq("owner", "owner-" + i))
                                .sort(descending("at"))
                                .skip(1)
                                .limit(3)
                                .map(found -> found.getInteger("_id")))
                        .containsExactly(
                                DOCUMENTS - 2 * OWNERS + i, DOCUMENTS - 3 * OWNERS + i, DOCUMENTS - 4 * OWNERS + i);
            }
        }

        @Test
        @Timeout(20)
        void aPageInTheOrderOfTheIdentifierSortsNothing() {
            for (var i = 0; i < 200; i++) {
                assertThat(large.find(gte("version", 1))
                                .sort(descending("_id"))
                                .skip(i)
                                .limit(1)
                                .first())
                        .containsEntry("_id", DOCUMENTS - 1 - i);
            }
        }

        @Test
        @Timeout(20)
        void aPrefixIsARangeOfTheIndex() {
            for (var i = 0; i < 200; i++) {
                assertThat(large.countDocuments(regex("name", "^name99" + i % 10)))
                        .isEqualTo(111);
            }
        }

        @Test
        @Timeout(20)
        void countingIsCheap() {
            for (var i = 0; i < 200; i++) {
                assertThat(large.countDocuments()).isEqualTo(DOCUMENTS);
                assertThat(large.countDocuments(eq("owner", "owner-7"))).isEqualTo(DOCUMENTS / OWNERS);
                assertThat(large.countDocuments(eq("owner", "nobody"))).isZero();
            }
        }

        @Test
        void allOfThemComeInBatches() {
            for (var batchSize : List.of(0, 100, 1_000_000)) {
                var seen = new HashSet<Object>();
                large.find().batchSize(batchSize).forEach(document -> seen.add(document.get("_id")));
                assertThat(seen).hasSize(DOCUMENTS);
            }
        }

        @Test
        void anAggregationOfAllComesInBatches() {
            var seen = new HashSet<Object>();
            large.aggregate(List.of(new Document("$project", new Document("owner", 1))))
                    .forEach(document -> seen.add(document.get("_id")));
            assertThat(seen).hasSize(DOCUMENTS);
        }
    }

    @Nested
    class ManyClients {

        private static final int DOCUMENTS = 50;
        private static final Duration DURATION = Duration.ofSeconds(2);

        /** Every write gives all fields of a document the same number, some of them coming and going. */
        @Test
        void neverSeeADocumentHalfWritten() throws Exception {
            collection.createIndex(ascending("a"));
            var done = new AtomicBoolean();
            Callable<Integer> writer = () -> {
                var writes = 0;
                while (!done.get()) {
                    write(ThreadLocalRandom.current().nextInt(DOCUMENTS), ++writes);
                }
                return writes;
            };
            Callable<Integer> reader = () -> {
                var reads = 0;
                while (!done.get()) {
                    read(reads++);
                }
                return reads;
            };
            try (var threads = Executors.newCachedThreadPool()) {
                var running = new ArrayList<Future<Integer>>();
                for (var i = 0; i < 3; i++) {
                    running.add(threads.submit(writer));
                    running.add(threads.submit(reader));
                }
                try {
                    var until = System.nanoTime() + DURATION.toNanos();
                    Awaitility.await()
                            .atMost(DURATION.plusSeconds(5))
                            .until(() -> System.nanoTime() > until
                                    || running.stream().anyMatch(Future::isDone));
                } finally {
                    done.set(true);
                }
                for (var thread : running) {
                    assertThat(thread.get()).isPositive();
                }
            }
        }

        private void write(int id, int number) {
            var same = new Document("a", number)
                    .append("b", number)
                    .append("c", new Document("d", List.of(number, number)));
            switch (number % 5) {
                case 0 -> collection.replaceOne(eq(id), same, UPSERT);
                case 1 -> collection.deleteOne(eq(id));
                case 2 ->
                    collection.updateMany(
                            lt("a", number), new Document("$set", new Document(same).append("e", number)));
                case 3 ->
                    collection.updateOne(eq(id), new Document("$set", same).append("$unset", new Document("e", "")));
                default -> collection.findOneAndReplace(eq(id), same);
            }
        }

        private void read(int round) {
            var found = switch (round % 4) {
                case 0 -> collection.find().batchSize(7);
                case 1 -> collection.find(gte("a", 0)).sort(ascending("a")).limit(20);
                case 2 -> collection.find(eq(round % DOCUMENTS));
                default ->
                    collection.aggregate(List.of(
                            new Document("$match", new Document()), new Document("$sort", new Document("b", 1))));
            };
            for (var document : found) {
                var number = document.get("a");
                assertThat(document.get("b")).isEqualTo(number);
                assertThat(document.getEmbedded(List.of("c", "d"), List.class)).isEqualTo(List.of(number, number));
                assertThat(document.getOrDefault("e", number)).isEqualTo(number);
            }
            assertThat(collection.countDocuments(gte("a", 0))).isLessThanOrEqualTo(DOCUMENTS);
        }

        @Test
        void makeCollectionsAndIndexesAtTheSameTime() throws Exception {
            var database = server.client().getDatabase("catalogue");

            inParallel(8, () -> {
                for (var i = 0; i < 20; i++) {
                    var own = database.getCollection("c" + i);
                    own.createIndex(ascending("a"));
                    own.insertOne(new Document(Map.of("a", i)));
                }
                return database.listCollectionNames().into(new ArrayList<>());
            });

            assertThat(database.listCollectionNames()).hasSize(20);
            for (var i = 0; i < 20; i++) {
                assertThat(database.getCollection("c" + i).countDocuments(eq("a", i)))
                        .isEqualTo(8);
                assertThat(database.getCollection("c" + i).listIndexes()).hasSize(2);
            }
        }
    }

    private static <T> List<T> inParallel(int threads, Callable<T> task) throws Exception {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var results = new ArrayList<T>();
            for (var future : pool.invokeAll(Collections.nCopies(threads, task))) {
                results.add(future.get());
            }
            return results;
        }
    }
}
