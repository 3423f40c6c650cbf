package io.rollbook.command.publishing;

import io.rollbook.command.startup.Prerequisite;
import org.apache.kafka.common.KafkaException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Kafka, with our topics in it. The write side does not begin without: a broker that makes topics by itself would make
 * one with another number of partitions, which cannot be mended later.
 */
@Component
@Order(2)
class TopicsPrerequisite implements Prerequisite {

    private final KafkaAdmin admin;

    TopicsPrerequisite(KafkaAdmin admin) {
        this.admin = admin;
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public void meet() throws Away {
        try {
            admin.initialize();
        } catch (IllegalStateException | KafkaException e) {
            throw new Away("its topics can be neither looked up nor made: " + cause(e), e);
        }
    }

    private static String cause(RuntimeException e) {
        var cause = NestedExceptionUtils.getMostSpecificCause(e);
        var name = cause.getClass().getSimpleName();
        return cause.getMessage() == null
                ? name
                : cause.getMessage().lines().findFirst().orElse(name);
    }
}
