package io.rollbook.standalone.personal;

import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import io.rollbook.standalone.personal.RawBytes.Needle;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What lies on disk and in the log, byte by byte. */
@Tag("thorough")
class SealedBytesIT {

    private static final Map<String, String> KEYS_GO_SOON = Map.of("ROLLBOOK_PERSONAL_COMPACTIONLAG", "1s");

    @TempDir
    private Path data;

    private final List<String> personal = new ArrayList<>();

    @Test
    void nothingPersonalIsFoundInTheClearAndTheKeyOfWhoIsErasedNowhere() throws Exception {
        try (var standalone = RunningStandalone.start(data, KEYS_GO_SOON)) {
            var admin = standalone.people().admin().client();
            personal.add(RunningSystem.ADMIN_EMAIL);
            var person = doEverythingThatTellsOfAPerson(standalone);
            var stays = success(admin.post("/api/users", told(Samples.user())), 201, "user");
            admin.settled();

            everythingIsOnDisk(standalone);
            assertThat(RawBytes.find(
                            postgres(), List.of(Needle.of(stays.path("uid").stringValue()))))
                    .as("what is not personal is found")
                    .isNotEmpty();
            assertThat(RawBytes.find(
                            kafka(), List.of(Needle.of(stays.path("uid").stringValue()))))
                    .as("what is not personal is found")
                    .isNotEmpty();
            assertThat(RawBytes.find(data, personal.stream().map(Needle::of).toList()))
                    .isEmpty();
            assertThat(standalone.output()).noneMatch(line -> personal.stream().anyMatch(line::contains));

            var wrapped = wrapped(standalone, person);
            var key = keyOf(person, wrapped);
            assertThat(RawBytes.find(postgres(), List.of(Needle.of(wrapped)))).isNotEmpty();
            assertThat(RawBytes.find(kafka(), List.of(Needle.of(wrapped)))).isNotEmpty();

            var certificate = success(
                    admin.post(
                            "/api/admin/users/" + person + "/erase",
                            Fields.of("reason", "asked for it").with("delete", true)),
                    201,
                    "erasure");

            assertThat(certificate.path("fingerprint").stringValue()).hasSize(64);
            var traces = List.of(
                    Needle.of("wrapped", wrapped.getBytes(StandardCharsets.UTF_8)),
                    Needle.of("wrapped, as bytes", Base64.getDecoder().decode(wrapped)),
                    Needle.of("the key itself", key));
            vacuum(standalone);
            assertThat(RawBytes.find(postgres(), traces)).isEmpty();
            // A broker compacts what lies behind the records it still writes to.
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        success(admin.post("/api/users", told(Samples.user())), 201, "user");
                        assertThat(RawBytes.find(data, traces)).isEmpty();
                    });
            everythingIsOnDisk(standalone);
            assertThat(RawBytes.find(data, personal.stream().map(Needle::of).toList()))
                    .isEmpty();
            assertThat(standalone.output()).noneMatch(line -> personal.stream().anyMatch(line::contains));
        }
        // What is written when it ends, too.
        assertThat(RawBytes.find(data, personal.stream().map(Needle::of).toList()))
                .isEmpty();
    }

    /** Returns whom. */
    private int doEverythingThatTellsOfAPerson(RunningStandalone standalone) {
        var people = standalone.people();
        var admin = people.admin().client();
        var registration = told(Samples.registration().with("name", word("Sri Registered")));
        success(people.anonymous().post("/api/auth/register", registration), 201, "user");
        people.anonymous().post("/api/auth/register", registration);
        people.logIn(registration.text("email"), "not the password");

        var added = told(Samples.user().with("name", word("Budi Added")));
        var id =
                success(admin.post("/api/users", added), 201, "user").path("id").intValue();
        var self = people.signIn(added.text("email"), added.text("password"));
        self.client()
                .put(self.path(), told(Fields.of("name", word("Budi Changed")).with("jabatan", word("Kepala"))));
        admin.put(self.path(), told(Fields.of("email", Samples.email()).with("NIP", Samples.nip())));
        admin.put(self.path(), told(Fields.of("email", "no address " + word("Nowhere"))));
        admin.post("/api/userIntegration", Samples.integration(id));
        admin.put(self.path() + "/disable");
        admin.get("/api/users?q=" + added.text("email").substring(0, 8));
        assertThat(admin.get(self.path()).status()).isEqualTo(200);
        return id;
    }

    private static String word(String kind) {
        return Samples.unique(kind);
    }

    /** Keeps in mind what is personal of the given fields. */
    private Fields told(Fields fields) {
        for (var name : List.of("email", "name", "NIP", "jabatan")) {
            var value = fields.json().path(name);
            if (value.isString()) {
                personal.add(value.stringValue());
                personal.add(value.stringValue().toLowerCase(Locale.ROOT));
            }
        }
        return fields;
    }

    private Path postgres() {
        return data.resolve("postgres").resolve("cluster");
    }

    private Path kafka() {
        return data.resolve("kafka");
    }

    private static void everythingIsOnDisk(RunningStandalone standalone) throws SQLException {
        try (var store = standalone.eventStore();
                var statement = store.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    /** What the manual tells who wants no trace of a destroyed key, beside waiting. */
    private static void vacuum(RunningStandalone standalone) throws SQLException {
        try (var store = standalone.eventStore();
                var statement = store.createStatement()) {
            statement.execute("alter system set wal_recycle = off");
            statement.execute("select pg_reload_conf()");
            statement.execute("vacuum full data_key");
            for (var i = 0; i < 2; i++) {
                statement.execute("select pg_switch_wal()");
                statement.execute("checkpoint");
            }
        }
    }

    private static String wrapped(RunningStandalone standalone, int person) throws SQLException {
        try (var store = standalone.eventStore();
                var statement = store.createStatement();
                var row = statement.executeQuery("select wrapped from data_key where user_id = " + person)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    /** The key itself, as it is in memory only. */
    private byte[] keyOf(int person, String wrapped) throws IOException, GeneralSecurityException {
        AeadConfig.register();
        var ring = JsonMapper.shared().readTree(Files.readString(data.resolve(RunningSystem.KEY_RING)));
        var wrapping =
                TinkJsonProtoKeysetFormat.parseKeyset(ring.path("wrapping").toString(), InsecureSecretKeyAccess.get());
        return wrapping.getPrimitive(RegistryConfiguration.get(), Aead.class)
                .decrypt(Base64.getDecoder().decode(wrapped), ("user-" + person).getBytes(StandardCharsets.UTF_8));
    }
}
