package io.rollbook.benchmarks;

import java.time.Duration;

/** Keeps a server busy. */
interface Load {

    /** Sends such requests over so many connections for so long, each connection the next once it has its answer. */
    Slice run(Request request, int connections, Duration time);

    /** {@code wrk} where it is installed, since it leaves most of the processors to the server; else the JDK's own client. */
    static Load best() {
        return Wrk.isInstalled() ? new Wrk() : new JdkLoad();
    }
}
