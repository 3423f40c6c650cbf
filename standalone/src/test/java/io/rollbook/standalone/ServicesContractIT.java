package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RunningServices;

/** The contract against the command side and the query side as two processes that meet only in Kafka. */
@OnSharedSystem
class ServicesContractIT extends DocumentedContract {

    ServicesContractIT(RunningServices services) {
        super(services);
    }
}
