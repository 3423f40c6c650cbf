package io.rollbook.query.projection;

import com.mongodb.client.MongoDatabase;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.query.personal.TestKeys;
import java.util.Collection;
import java.util.List;

/** Fills read models as if the topic had held just these events. */
public final class Seed {
    private final MongoDatabase database;

    public Seed(MongoDatabase database) {
        this.database = database;
    }

    /** Folds the events into every projection and marks them as filled. */
    public void events(Collection<? extends Projection<?, ?>> projections, List<? extends DomainEvent> events) {
        var records = new EventRecords();
        var raw = events.stream().map(records::next).toList();
        projections.forEach(projection -> fold(projection, raw));
    }

    private <D, E extends DomainEvent> void fold(Projection<D, E> projection, List<RawEvent> events) {
        var filling = new Filling(database, projection.collection());
        var projector = Projections.projector(
                projection,
                filling,
                new DeadLetters(projection.name(), filling),
                TestKeys.of(database).keys(),
                (view, aggregate, version, recorded) -> {});
        projector.prepare();
        FoldingInto.begin(filling);
        projector.project(events.stream()
                .filter(event -> projector.concerns(event.aggregateId()))
                .toList());
    }
}
