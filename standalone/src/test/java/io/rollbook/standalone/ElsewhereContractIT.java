package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.RunningElsewhere;
import io.rollbook.standalone.support.SharedSystem;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract against whatever runs at a given origin: the containers of {@code docker-compose.yml}, say. */
@EnabledIfSystemProperty(named = RunningElsewhere.ORIGIN, matches = ".+")
@ExtendWith(SharedSystem.class)
class ElsewhereContractIT extends DocumentedContract {

    ElsewhereContractIT(RunningElsewhere system) {
        super(system);
    }
}
