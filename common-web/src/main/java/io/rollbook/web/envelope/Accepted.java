package io.rollbook.web.envelope;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Which media types a client accepts, and how much it likes each (RFC 9110, section 12.5.1). Parameters other than
 * {@code q} are not looked at: JSON has none.
 */
public final class Accepted {

    private final List<MediaType> ranges;

    private Accepted(List<MediaType> ranges) {
        this.ranges = ranges;
    }

    /**
     * What the request's {@code Accept} says; everything when there is none.
     *
     * @throws InvalidMediaTypeException when it cannot be understood
     */
    public static Accepted of(HttpServletRequest request) {
        var ranges = MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        return new Accepted(ranges.isEmpty() ? List.of(MediaType.ALL) : ranges);
    }

    /**
     * How welcome a success of this type is, from 0 (not at all) to 1. A client that asks for its errors as {@code
     * application/problem+json} takes its successes as {@code application/json}, unless it says that it does not.
     */
    public double quality(MediaType type) {
        return most(type)
                .or(() -> type.equals(MediaType.APPLICATION_JSON) ? named() : Optional.empty())
                .orElse(0.0);
    }

    /** Whether errors are to be sent as {@code application/problem+json}: it is named, and not liked less than JSON. */
    boolean prefersProblem() {
        var problem = named().orElse(0.0);
        return problem > 0 && problem >= most(MediaType.APPLICATION_JSON).orElse(0.0);
    }

    // The most specific range decides, whatever stands beside it.
    private Optional<Double> most(MediaType type) {
        return ranges.stream()
                .filter(range -> range.includes(type))
                .max(Comparator.comparingInt(Accepted::specificity).thenComparingDouble(MediaType::getQualityValue))
                .map(MediaType::getQualityValue);
    }

    private Optional<Double> named() {
        return ranges.stream()
                .filter(MediaType.APPLICATION_PROBLEM_JSON::equalsTypeAndSubtype)
                .map(MediaType::getQualityValue)
                .max(Comparator.naturalOrder());
    }

    private static int specificity(MediaType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        return range.isWildcardSubtype() ? 1 : 2;
    }
}
