package io.rollbook.query.personal;

import io.rollbook.query.platform.KafkaOutage;
import io.rollbook.query.platform.MongoOutage;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The thread that reads the topics of keys and erasures for as long as the process lives. Every process reads all of both,
 * in no group, because each has keys in memory that have to go with an erasure.
 */
public final class PersonKeyConsumer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PersonKeyConsumer.class);
    private static final int MOST_AT_ONCE = 2_000;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final PersonKeyReading reading;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> current;
    private volatile @Nullable String problem;
    private volatile boolean running;
    private boolean told;
    private Thread thread = new Thread();

    PersonKeyConsumer(PersonKeyReading reading, Supplier<Consumer<String, byte[]>> consumers) {
        this.reading = reading;
        this.consumers = consumers;
    }

    /** Opens consumers for it, which are in no group; {@code connection} says where the brokers are and how to talk to them. */
    static Supplier<Consumer<String, byte[]>> consumers(Map<String, Object> connection) {
        var config = new HashMap<>(connection);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** What keeps it from reading, in words for an operator; empty when nothing does. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("person-keys").start(this::run);
    }

    @Override
    public void stop() {
        stopping.countDown();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        var floor = Floor.under("consumer of person-keys");
        while (!stopped()) {
            try (var consumer = consumers.get()) {
                current = consumer;
                reading.run(consumer, this::stopped, this::well);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("stops reading the keys of persons");
            } catch (PersonKeyReading.NotYet e) {
                problem(String.valueOf(e.getMessage()), e);
            } catch (RuntimeException e) {
                failed(e);
            } finally {
                current = null;
            }
            pause(floor);
        }
    }

    private void well() {
        if (told) {
            LOG.info("the keys of persons are read again");
            told = false;
        }
        problem = null;
    }

    // That Kafka or MongoDB is away is said once for all by the one who watches the lag.
    private void failed(RuntimeException e) {
        if (KafkaOutage.isOne(e)) {
            problem = "the topics of keys and erasures cannot be read";
        } else if (MongoOutage.isOne(e)) {
            problem = "the keys of persons cannot be stored";
        } else {
            if (!told) {
                LOG.warn("the keys of persons cannot be read; trying again until they can", e);
            }
            told = true;
            problem = "the keys of persons cannot be read: " + e.getClass().getSimpleName();
        }
        LOG.debug("the keys of persons cannot be read", e);
    }

    private void problem(String sentence, RuntimeException e) {
        if (!told) {
            LOG.warn("waiting: {}", sentence);
        }
        told = true;
        LOG.debug("{}", sentence, e);
        problem = sentence;
    }

    private void pause(Floor floor) {
        try {
            stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            floor.round(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }
}
