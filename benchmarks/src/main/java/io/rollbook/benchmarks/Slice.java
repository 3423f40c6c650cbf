package io.rollbook.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What one side of a row did in one slice of time.
 *
 * @param rate answers a second
 * @param p50 the latency that half of the requests kept below, in milliseconds
 * @param p99 that of 99 in a hundred
 * @param errors answers other than 2xx, and requests without any
 * @param loadShare how much of the machine's processors the load itself took, 0 to 1
 */
record Slice(double rate, double p50, double p99, long errors, double loadShare) {

    /**
     * What was measured one request at a time.
     *
     * @param nanos the time of each, in any order
     * @param seconds how long it took altogether
     */
    static Slice of(LongStream nanos, double seconds, long errors, double loadShare) {
        var sorted = nanos.sorted().toArray();
        return new Slice(sorted.length / seconds, percentile(sorted, 50), percentile(sorted, 99), errors, loadShare);
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100] / 1e6;
    }

    /** The middle one by rate, with all errors. */
    static Slice median(List<Slice> slices) {
        var middle = slices.stream()
                .sorted(Comparator.comparingDouble(Slice::rate))
                .toList()
                .get(slices.size() / 2);
        var errors = slices.stream().mapToLong(Slice::errors).sum();
        return new Slice(middle.rate(), middle.p50(), middle.p99(), errors, middle.loadShare());
    }

    /** How far apart they are: the greatest rate over the smallest, less one. */
    static double spread(List<Slice> slices) {
        var rates = slices.stream().mapToDouble(Slice::rate).summaryStatistics();
        return rates.getMin() == 0 ? Double.POSITIVE_INFINITY : rates.getMax() / rates.getMin() - 1;
    }
}
