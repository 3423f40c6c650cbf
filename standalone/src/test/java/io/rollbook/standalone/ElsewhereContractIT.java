package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.RunningElsewhere;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract against whatever runs at a given origin: the containers of {@code docker-compose.yml}, say. */
@EnabledIfSystemProperty(named = RunningElsewhere.ORIGIN, matches = ".+")
@OnSharedSystem
class ElsewhereContractIT extends DocumentedContract {

    ElsewhereContractIT(RunningElsewhere system) {
        super(system);
    }
}
