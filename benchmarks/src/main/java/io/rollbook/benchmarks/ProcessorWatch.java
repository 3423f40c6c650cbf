package io.rollbook.benchmarks;

import java.time.Duration;

/** How much of the machine's processors a process has taken since. */
final class ProcessorWatch {

    private final ProcessHandle process;
    private final Duration before;
    private final long begin = System.nanoTime();

    ProcessorWatch(ProcessHandle process) {
        this.process = process;
        this.before = spent(process);
    }

    /** From 0 to 1, all processors. */
    double share() {
        return cores() / Runtime.getRuntime().availableProcessors();
    }

    /** In cores. */
    double cores() {
        var spent = spent(process).minus(before);
        return (double) spent.toNanos() / (System.nanoTime() - begin);
    }

    private static Duration spent(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
