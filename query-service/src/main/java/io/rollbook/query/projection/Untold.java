package io.rollbook.query.projection;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What has been folded into a view and listeners have not been told of yet. Used by one thread. */
final class Untold {
    private final String view;
    private final ProjectionListener listener;
    private final List<Folded> folded = new ArrayList<>();

    private record Folded(String aggregateId, long version, Instant recorded) {}

    Untold(String view, ProjectionListener listener) {
        this.view = view;
        this.listener = listener;
    }

    /** The aggregate is folded up to this event of its, which made that version. */
    void note(RawEvent last, long version) {
        var time = last.header(RawEvent.TIME);
        var recorded = time == null ? Instant.EPOCH : OffsetDateTime.parse(time).toInstant();
        folded.add(new Folded(last.aggregateId(), version, recorded));
    }

    void tell() {
        folded.forEach(one -> listener.projected(view, one.aggregateId(), one.version(), one.recorded()));
        folded.clear();
    }

    void lose() {
        folded.clear();
    }
}
