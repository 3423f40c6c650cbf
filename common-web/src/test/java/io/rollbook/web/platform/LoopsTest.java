package io.rollbook.web.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every loop that may go on for ever has a floor, or is listed here with the reason why it needs none. */
class LoopsTest {

    // A pause of the loop's own is one that is given the floor.
    private static final Pattern FLOOR = Pattern.compile("floor\\.round\\(|pause\\([^;]*floor\\)");

    private static final Set<String> ENDING_BY_THEMSELVES = Set.of(
            // What they go through lies in memory, and each round takes some of it away or goes on by one.
            "BreachedPasswords.contains",
            "EmbeddedServers.closeAll",
            "FreePorts.pick",
            "StoreOutage.sql",
            "FreeformClass.joins",
            "PartitionLag.look",
            "Startup.meetAll",
            // Each round waits for all the time that is left.
            "KafkaAccessBarrier.await",
            "PersonKeys.await",
            "Subprocess.await",
            // Another round is needed only when another thread has got on meanwhile.
            "FailedSignIns.begin",
            // Each round takes what is there, until a number is reached.
            "StoreReading.next",
            // Each round does the work of one, and there is only so much of it.
            "AccountFollower.followAllDue",
            "GuardedProjector.retryAll",
            "KeyRewrapper.rewrapAll",
            "EmailsBecomeIndexes.convert",
            "EmailIndexesAreFolded.due",
            // There are only so many attempts, with pauses where they wait for others.
            "CommandSender.attempt",
            "Eraser.erase",
            "SignIn.with",
            // Each round waits for a connection. Of the tests' servers.
            "Cable.accept",
            // A round that brings nothing within seconds ends it.
            "ErasuresPrerequisite.readToTheEnd",
            // Each attempt waits by itself, for a minute or until a server has ended.
            "ReadyNotice.onReady",
            "Postmaster.endsWithin",
            "KafkaServer.start",
            "PostgresServer.launch",
            // Measurements, which last as long as they are told to.
            "JdkLoad.send",
            "Row.measure",
            "Growth.awaitFolded",
            "Running.awaitReady");

    @Test
    void everyLoopThatWaitsHasAFloor() throws IOException {
        var without = new TreeSet<String>();
        var loops = new Loops(without);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var sources = Files.walk(Path.of(".."))) {
            var main = sources.filter(path -> path.toString().matches("\\.\\./[a-z-]+/src/main/java/.*\\.java"))
                    .toList();
            assertThat(main).hasSizeGreaterThan(200);
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(main));
            for (var unit : task.parse()) {
                loops.scan(unit, null);
            }
        }

        assertThat(loops.floors).as("loops with a floor").isGreaterThan(15);
        without.removeAll(ENDING_BY_THEMSELVES);
        assertThat(without).isEmpty();
    }

    private static final class Loops extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final Set<String> without;
        private String type = "";
        private String method = "";
        private int floors;

        private Loops(Set<String> without) {
            this.without = without;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void any) {
            var outer = type;
            type = outer.isEmpty() ? tree.getSimpleName().toString() : outer;
            super.visitClass(tree, any);
            type = outer;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void any) {
            method = tree.getName().toString();
            return super.visitMethod(tree, any);
        }

        @Override
        public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void any) {
            loop(tree);
            return super.visitWhileLoop(tree, any);
        }

        @Override
        public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, @Nullable Void any) {
            loop(tree);
            return super.visitDoWhileLoop(tree, any);
        }

        @Override
        public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void any) {
            if (tree.getCondition() == null) {
                loop(tree);
            }
            return super.visitForLoop(tree, any);
        }

        private void loop(Tree tree) {
            if (FLOOR.matcher(tree.toString()).find()) {
                floors++;
            } else {
                without.add(type + "." + method);
            }
        }
    }
}
