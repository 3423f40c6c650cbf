package io.rollbook.query.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ClientBulkWriteException;
import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoChangeStreamException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoGridFSException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoQueryException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoUpdatedEncryptedFieldsException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcernException;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ServerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What counts as a server that is away or slow, and what as a fault. */
class OutagesTest {

    // Whether one of these is an outage is told by its code or its label, or it is a fault.
    private static final List<Class<?>> BY_CODE_OR_FAULTS = List.of(
            MongoException.class,
            MongoClientException.class,
            MongoServerException.class,
            MongoCommandException.class,
            MongoQueryException.class,
            MongoWriteException.class,
            MongoBulkWriteException.class,
            ClientBulkWriteException.class,
            WriteConcernException.class,
            DuplicateKeyException.class,
            MongoChangeStreamException.class,
            MongoConfigurationException.class,
            MongoGridFSException.class,
            MongoIncompatibleDriverException.class,
            MongoInternalException.class,
            MongoUpdatedEncryptedFieldsException.class);

    private static final ServerAddress ADDRESS = new ServerAddress("127.0.0.1", 27017);
    private static final ServerId SERVER = new ServerId(new ClusterId(), ADDRESS);

    @Test
    void everyExceptionOfTheDriverIsAnOutageOrDecidedOtherwise() throws IOException, ClassNotFoundException {
        var undecided = new ArrayList<Class<?>>();
        var found = new PathMatchingResourcePatternResolver().getResources("classpath*:com/mongodb/*Exception.class");
        for (var resource : found) {
            var name = String.valueOf(resource.getFilename()).replace(".class", "");
            var kind = Class.forName("com.mongodb." + name);
            if (!MongoOutage.isOneByKind(kind) && !BY_CODE_OR_FAULTS.contains(kind)) {
                undecided.add(kind);
            }
        }

        assertThat(found).hasSizeGreaterThan(30);
        assertThat(undecided).isEmpty();
        assertThat(BY_CODE_OR_FAULTS).noneMatch(MongoOutage::isOneByKind);
    }

    @Test
    void aServerThatIsAwayOrSlowIsAnOutageWhereverItIsWrapped() {
        assertThat(MongoOutage.isOne(new MongoTimeoutException("nobody there"))).isTrue();
        assertThat(MongoOutage.isOne(new MongoSocketReadTimeoutException("slow", ADDRESS, new IOException())))
                .isTrue();
        assertThat(MongoOutage.isOne(
                        new IllegalStateException(new MongoConnectionPoolClearedException(SERVER, new IOException()))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {11600, 91, 10107, 50, 262, 189, 14031})
    void whatAServerSaysThatServesNobodyNowIsAnOutage(int code) {
        assertThat(MongoOutage.isOne(refusal(code))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 26, 59, 13, 11000})
    void whatAServerSaysOfAWrongCommandIsAFault(int code) {
        assertThat(MongoOutage.isOne(refusal(code))).isFalse();
    }

    @Test
    void whatIsLabelledAsToBeTriedAgainIsAnOutage() {
        var labelled = refusal(1);
        labelled.addLabel("RetryableWriteError");

        assertThat(MongoOutage.isOne(labelled)).isTrue();
    }

    @Test
    void aBrokerThatIsAwayIsAnOutageAndOneThatRefusesIsNot() {
        assertThat(KafkaOutage.isOne(new TimeoutException("no metadata"))).isTrue();
        assertThat(KafkaOutage.isOne(new KafkaException("failed", new DisconnectException())))
                .isTrue();
        assertThat(KafkaOutage.isOne(new KafkaException(
                        "failed", new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"))))
                .isTrue();
        assertThat(KafkaOutage.isOne(new GroupAuthorizationException("rollbook-users")))
                .isFalse();
        assertThat(KafkaOutage.isOne(new IllegalStateException("no such partition")))
                .isFalse();
        assertThat(KafkaOutage.isOne(new ConfigException("linger.ms", -1))).isFalse();
    }

    private static MongoCommandException refusal(int code) {
        var answer = new BsonDocument("ok", new BsonInt32(0))
                .append("code", new BsonInt32(code))
                .append("errmsg", new BsonString("no"));
        return new MongoCommandException(answer, ADDRESS);
    }
}
