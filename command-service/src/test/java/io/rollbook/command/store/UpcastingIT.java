package io.rollbook.command.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.event.EventUpcaster;
import io.rollbook.api.event.EventUpcasters;
import io.rollbook.api.role.RenameRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.role.RoleView;
import io.rollbook.command.CommandServiceApplication;
import io.rollbook.command.KafkaTopic;
import io.rollbook.command.WriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** A row of an older revision is read, decided upon and published in the shape of today, and stays as it is. */
@SpringBootTest(
        classes = {CommandServiceApplication.class, UpcastingIT.OlderShapes.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class UpcastingIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NAME = "upcasting";
    private static final RoleId OLD = new RoleId(900);
    private static final String OLD_SHAPE = "{\"id\":900,\"title\":\"archivist\"}";

    @Autowired
    private CommandSender commands;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        WriteSide.propertiesWithOwn(NAME).forEach((name, value) -> properties.add(name, () -> value));
    }

    @Test
    void anOldRowIsLifted() {
        jdbc.sql("""
                        insert into domain_event (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
                                                  payload_type, revision, payload, metadata)
                        values ('old-event', 'Role', 'role-900', 0, now(), 'role.created', '0', :payload::json, '{}')
                        """).param("payload", OLD_SHAPE).update();

        var unchanged = commands.<RoleView>send(new RenameRole(OLD, new RoleName("archivist")), Actor.SYSTEM);

        assertThat(unchanged.changed()).isFalse();
        assertThat(unchanged.view()).isEqualTo(new RoleView(900, "archivist"));
        try (var topic = new KafkaTopic(NAME)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(topic.distinctOf("role-900"))
                            .singleElement()
                            .satisfies(sent -> {
                                assertThat(sent.id()).isEqualTo("old-event");
                                assertThat(sent.header("ce_revision")).isEqualTo("1");
                                assertThat(JSON.readTree(sent.value()))
                                        .isEqualTo(JSON.readTree("{\"id\":900,\"name\":\"archivist\"}"));
                            }));
        }
        assertThat(jdbc.sql("select payload::text from domain_event where event_id = 'old-event'")
                        .query(String.class)
                        .single())
                .isEqualTo(OLD_SHAPE);
    }

    @ParameterizedTest
    @CsvSource({"901, role.created, 9", "902, role.painted, 1"})
    void whatOnlyANewerVersionKnowsIsNotDecidedUpon(int role, String type, String revision) {
        jdbc.sql("""
                        insert into domain_event (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
                                                  payload_type, revision, payload, metadata)
                        values ('role-' || :role, 'Role', 'role-' || :role, 0, now(), :type, :revision,
                                json_build_object('id', :role, 'name', 'guard'), '{}')
                        """)
                .param("role", role)
                .param("type", type)
                .param("revision", revision)
                .update();

        assertThatThrownBy(() -> commands.send(new RenameRole(new RoleId(role), new RoleName("sentry")), Actor.SYSTEM))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("role-" + role + " has an event that only another version of this service knows");
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class OlderShapes {

        @Bean
        @Primary
        EventUpcasters upcastersOfTheTest() {
            return new EventUpcasters(List.of(new TitleToName()));
        }
    }

    /** As if the first shape of the event had called the name a title. */
    private static final class TitleToName implements EventUpcaster {

        @Override
        public String type() {
            return "role.created";
        }

        @Override
        public int fromRevision() {
            return 0;
        }

        @Override
        public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> event) {
            var lifted = new HashMap<>(event);
            lifted.put("name", lifted.remove("title"));
            return lifted;
        }
    }
}
