-- The one order without gaps in which events are published: each gets its position before it is sent, and keeps it. The store's
-- own index has gaps, and an event that commits late fills one after those behind it were sent.
create table event_position (
    position     bigint primary key,
    global_index bigint not null unique
);

create trigger event_position_is_append_only
    before update or delete or truncate on event_position
    for each statement execute function refuse_change();
