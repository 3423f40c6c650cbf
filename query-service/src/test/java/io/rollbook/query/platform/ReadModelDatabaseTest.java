package io.rollbook.query.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import org.junit.jupiter.api.Test;

class ReadModelDatabaseTest {

    @Test
    void whatFoldingAndAccessNeedHoldsWhateverTheUriSays() {
        var database = new ReadModelDatabase();
        var uri = "mongodb://localhost:1/roll?w=1&journal=false&readConcernLevel=local&readPreference=secondary";

        try (var client = database.readModelClient(uri)) {
            var readModels = database.readModels(client, uri);

            assertThat(readModels.getName()).isEqualTo("roll");
            assertThat(readModels.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
            assertThat(readModels.getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
            assertThat(readModels.getReadPreference()).isEqualTo(ReadPreference.primary());
        }
    }
}
