package io.rollbook.standalone.support;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The standalone on a machine whose language, time zone and charset are none that its makers use. */
public final class RunningAbroad extends RunningSystem {

    private static final Map<String, String> MACHINE = Map.of(
            "JAVA_TOOL_OPTIONS",
            "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Jakarta -Dfile.encoding=ISO-8859-1",
            "LANG",
            "tr_TR.UTF-8",
            "TZ",
            "Asia/Jakarta");

    private final RunningStandalone standalone;

    private RunningAbroad(RunningStandalone standalone) {
        this.standalone = standalone;
    }

    static RunningAbroad start(Path data) {
        return new RunningAbroad(RunningStandalone.start(data, MACHINE));
    }

    @Override
    public URI commands() {
        return standalone.commands();
    }

    @Override
    public URI queries() {
        return standalone.queries();
    }

    @Override
    public void close() {
        standalone.close();
    }
}
