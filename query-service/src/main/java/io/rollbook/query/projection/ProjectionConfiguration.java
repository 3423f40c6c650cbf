package io.rollbook.query.projection;

import com.mongodb.client.MongoDatabase;
import io.rollbook.api.event.EventTopic;
import io.rollbook.query.personal.PersonKeys;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the projections together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ProjectionSettings.class, KafkaProperties.class})
class ProjectionConfiguration {
    @Bean
    TopicConsumers topicConsumers(
            KafkaProperties kafka,
            ProjectionSettings settings,
            @Value("${rollbook.topic.name:" + EventTopic.DEFAULT_NAME + "}") String topic) {
        return new TopicConsumers(topic, kafka.buildConsumerProperties(), settings);
    }

    @Bean
    Projections projections(
            List<Projection<?, ?>> projections,
            MongoDatabase readModels,
            TopicConsumers consumers,
            PersonKeys personKeys,
            List<ProjectionListener> listeners,
            ProjectionSettings settings) {
        ProjectionListener all = (view, aggregateId, version, recorded) ->
                listeners.forEach(listener -> listener.projected(view, aggregateId, version, recorded));
        return new Projections(projections, readModels, consumers, personKeys, all, settings);
    }
}
