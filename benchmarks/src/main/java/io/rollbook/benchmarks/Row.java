package io.rollbook.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is compared: the same work done by several sides in turns.
 *
 * @param sides by name, {@link #OURS} and as many others as there are; each runs for the time it is given
 */
record Row(String name, Map<String, Function<Duration, Slice>> sides) {

    static final String OURS = "Rollbook";
    static final String LIMIT = "limit";
    static final String PEER = "Keycloak";

    private static final int AGREEING = 3;
    private static final double NOISE = 0.05;

    Row {
        sides = new LinkedHashMap<>(sides);
    }

    /**
     * What came out.
     *
     * @param slices the middle one of the last three of each side
     * @param spread how far those three of ours were apart, 0.05 for 5 %
     * @param rounds how many rounds it took until they agreed, or were given up
     */
    record Outcome(Row row, Map<String, Slice> slices, double spread, int rounds) {}

    /** Lets all sides take turns until three rounds of each agree, at most so many. */
    Outcome measure(Duration slice, int most) {
        var all = new LinkedHashMap<String, List<Slice>>();
        var rounds = 0;
        while (rounds < most && !(rounds > 0 && all.values().stream().allMatch(Row::agree))) {
            sides.forEach((side, run) ->
                    all.computeIfAbsent(side, none -> new ArrayList<>()).add(run.apply(slice)));
            rounds++;
        }
        var medians = new LinkedHashMap<String, Slice>();
        all.forEach((side, slices) -> medians.put(side, Slice.median(last(slices))));
        return new Outcome(this, medians, Slice.spread(last(all.getOrDefault(OURS, List.of()))), rounds);
    }

    private static boolean agree(List<Slice> slices) {
        return slices.size() >= AGREEING && Slice.spread(last(slices)) <= NOISE;
    }

    private static List<Slice> last(List<Slice> slices) {
        return slices.subList(Math.max(0, slices.size() - AGREEING), slices.size());
    }
}
