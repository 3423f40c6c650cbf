package io.rollbook.badge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningStandalone;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feature works from its request to its view, its refusals too, and nothing that others share knows of it. */
class BadgeIT {

    @Test
    void aFeatureOfItsOwnFilesWorksFromItsRequestToItsView(@TempDir Path data) {
        try (var standalone =
                RunningStandalone.start(data, Map.of("SPRING_MAIN_SOURCES", BadgeFeature.class.getName()))) {
            var admin = standalone.people().admin().client();

            var issued = admin.put("/api/badges/1", Fields.of("label", "gold"));
            assertThat(issued.status()).as(issued.text()).isEqualTo(201);
            var shown = admin.after(issued).get("/api/badges/1");
            assertThat(shown.status()).as(shown.text()).isEqualTo(200);
            assertThat(shown.payload().path("label").asString()).isEqualTo("gold");

            assertThat(admin.put("/api/badges/2", Fields.of("label", "gold")).status())
                    .isEqualTo(409);
            assertThat(admin.get("/api/badges/2").status()).isEqualTo(404);
            assertThat(admin.put("/api/badges/2", Fields.of("labels", "tin")).status())
                    .isEqualTo(400);
            assertThat(standalone
                            .people()
                            .approved()
                            .client()
                            .put("/api/badges/1", Fields.of("label", "tin"))
                            .status())
                    .isEqualTo(403);
        }
    }
}
