package io.rollbook.standalone;

import io.rollbook.standalone.contract.DocumentedContract;
import io.rollbook.standalone.support.RunningElsewhere;
import io.rollbook.standalone.support.SharedSystem;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract against whatever runs at a given origin: the containers of {@code docker-compose.yml}, say. */
@EnabledIfSystemProperty(named = RunningElsewhere.ORIGIN, matches = ".+")
@ExtendWith(SharedSystem.class)
@Execution(ExecutionMode.SAME_THREAD)
class ElsewhereContractIT extends DocumentedContract {

    ElsewhereContractIT(RunningElsewhere system) {
        super(system);
    }
}
