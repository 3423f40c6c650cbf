package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.RunningServices;
import io.rollbook.standalone.support.SharedSystem;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract against the command side and the query side as two processes that meet only in Kafka. */
@ExtendWith(SharedSystem.class)
@Execution(ExecutionMode.SAME_THREAD)
class ServicesContractIT extends DocumentedContract {

    ServicesContractIT(RunningServices services) {
        super(services);
    }
}
