package io.rollbook.query.projection;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker is told of a group before the first consumer of this process joins it. With the protocol where the
 * broker assigns partitions, it alone decides when a silent member has lost them, and a name that a crashed process had is
 * taken until then.
 */
final class GroupPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(GroupPreparation.class);
    private static final int PATIENCE_MILLISECONDS = 5_000;
    private static final int HEARTBEATS_IN_A_SESSION = 4;
    // Partitions move at heartbeats; a broker's own default is the longest that is worth waiting.
    private static final long LONGEST_HEARTBEAT_MILLISECONDS = 5_000;
    private static final String SESSION_TIMEOUT = "consumer.session.timeout.ms";
    private static final String HEARTBEAT_INTERVAL = "consumer.heartbeat.interval.ms";

    private final Map<String, Object> connection;
    private final long sessionMilliseconds;
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();

    /** Preparation of groups whose members may be silent for {@code sessionTimeout}. */
    GroupPreparation(Map<String, Object> connection, Duration sessionTimeout) {
        this.connection = new HashMap<>(connection);
        this.connection.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLISECONDS);
        this.connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLISECONDS);
        this.sessionMilliseconds = sessionTimeout.toMillis();
    }

    /**
     * Prepares a group, once for each start of this process: were it done again, two processes that have been given the
     * same name would go on removing each other.
     *
     * @param member the name that this process is going to have in the group; {@code null} for none
     * @throws KafkaException when the broker cannot be asked now
     */
    void prepare(String group, @Nullable String member) {
        if (prepared.contains(group)) {
            return;
        }
        var admin = Admin.create(connection);
        try {
            limitSilence(admin, group);
            if (member != null) {
                removePredecessor(admin, group, member);
            }
            prepared.add(group);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private void limitSilence(Admin admin, String group) {
        var settings = List.of(
                set(SESSION_TIMEOUT, sessionMilliseconds),
                set(
                        HEARTBEAT_INTERVAL,
                        Math.min(sessionMilliseconds / HEARTBEATS_IN_A_SESSION, LONGEST_HEARTBEAT_MILLISECONDS)));
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var refusal = refusal(admin.incrementalAlterConfigs(Map.of(resource, settings))
                .values()
                .get(resource));
        if (refusal != null) {
            LOG.warn(
                    "{}: when a silent instance loses its partitions is as the broker has it, not {} ms: {}",
                    group,
                    sessionMilliseconds,
                    refusal.getMessage());
        }
    }

    private static AlterConfigOp set(String name, long milliseconds) {
        return new AlterConfigOp(new ConfigEntry(name, Long.toString(milliseconds)), AlterConfigOp.OpType.SET);
    }

    // What had this name before has ended, or this process would not have been started with it.
    private static void removePredecessor(Admin admin, String group, String member) {
        var predecessor = new MemberToRemove(member);
        var refusal = refusal(admin.removeMembersFromConsumerGroup(
                        group, new RemoveMembersFromConsumerGroupOptions(List.of(predecessor)))
                .memberResult(predecessor));
        LOG.debug("{}: {}", group, refusal == null ? "the last one of this name is removed" : refusal.getMessage());
    }

    /** Why the broker will not, {@code null} when it has. */
    private static @Nullable Throwable refusal(@Nullable KafkaFuture<Void> asked) {
        try {
            if (asked != null) {
                asked.get();
            }
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException later) {
                throw later;
            }
            return e.getCause();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
