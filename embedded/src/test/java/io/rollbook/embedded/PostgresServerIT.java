package io.rollbook.embedded;

import static io.rollbook.embedded.Clients.execute;
import static io.rollbook.embedded.Clients.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    private static final Path BINARIES = Path.of("target", "postgres-binaries");

    /** Shared by the tests, because initialising takes longer than all the rest. */
    @TempDir
    private static Path directory;

    private static PostgresServer start() {
        return PostgresServer.start(directory, BINARIES);
    }

    @Test
    void isAsDurableAsAnInstalledOne() throws SQLException {
        try (var postgres = start()) {
            assertThat(select(postgres, "SHOW fsync")).containsExactly("on");
            assertThat(select(postgres, "SHOW synchronous_commit")).containsExactly("on");
            assertThat(select(postgres, "SHOW full_page_writes")).containsExactly("on");
            assertThat(select(postgres, "SHOW listen_addresses")).containsExactly("127.0.0.1");
            assertThat(select(postgres, "SELECT lower('ÅSA')")).containsExactly("åsa");
            assertThat(select(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .containsExactly("f");
        }
    }

    @Test
    void keepsItsDataAndPasswordOverARestart() throws SQLException {
        String password;
        try (var postgres = start()) {
            password = postgres.password();
            execute(postgres, "CREATE TABLE roll (name text)");
            execute(postgres, "INSERT INTO roll VALUES ('Siti')");
        }
        try (var postgres = start()) {
            assertThat(postgres.password()).isEqualTo(password);
            assertThat(select(postgres, "SELECT name FROM roll")).containsExactly("Siti");
        }
    }

    @Test
    void refusesAWrongPassword() {
        try (var postgres = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void stopsUnderOpenConnectionsAndTransactions() throws SQLException {
        var postgres = start();
        try (var connection = Clients.connect(postgres)) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("CREATE TABLE unfinished (name text)");

            postgres.close();

            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), postgres.port()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(directory.resolve("cluster/postmaster.pid")).doesNotExist();
        postgres.close(); // again does nothing
    }

    @Test
    void aProgramThatInheritedAStaleProcessNumberIsNoObstacleAndIsLeftAlone() throws Exception {
        start().close();
        var bystander = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(directory.resolve("cluster/postmaster.pid"), bystander.pid() + "\n");
            try (var postgres = start()) {
                assertThat(select(postgres, "SELECT 1")).containsExactly("1");
            }
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void aStaleOrEmptyPidFileIsNoObstacle() throws Exception {
        start().close();
        for (var stale : new String[] {"", "2147483647\n" + directory + "\n"}) {
            Files.writeString(directory.resolve("cluster/postmaster.pid"), stale);
            try (var postgres = start()) {
                assertThat(select(postgres, "SELECT 1")).containsExactly("1");
            }
        }
    }

    @Test
    void anInitialisationThatWasCutOffIsDoneAgainEvenInAFolderWithAnOddName() throws Exception {
        var own = directory.resolve("a folder 'quoted'");
        var cutOff = Files.createDirectories(own.resolve("cluster.unfinished-2147483647/base"));
        Files.writeString(cutOff.resolve("1"), "half a file");
        Files.writeString(own.resolve("password"), "of that initialisation");
        try (var postgres = PostgresServer.start(own, BINARIES)) {
            assertThat(select(postgres, "SELECT 1")).containsExactly("1");
        }
        assertThat(cutOff).doesNotExist();
    }

    @Test
    void ctrlCInTheTerminalDoesNotReachIt() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "looks into /proc");
        try (var ignored = start()) {
            var pid = Files.readAllLines(directory.resolve("cluster/postmaster.pid"))
                    .getFirst();
            assertThat(processGroup(pid)).isNotEqualTo(processGroup("self"));
        }
    }

    private static String processGroup(String process) throws IOException {
        var stat = Files.readString(Path.of("/proc", process, "stat"));
        // The command's name, in parentheses, may contain anything; then come state, parent and process group.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2];
    }
}
