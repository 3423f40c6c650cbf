-- Filling the topic again from the store: who asked for it, and how far it has come. The instance that publishes does it, one
-- at a time.
create table republication (
    id           integer     primary key generated always as identity,
    requested_by text        not null,
    requested_at timestamptz not null default now(),
    -- Up to this global index events have been sent again.
    reached      bigint      not null default 0,
    -- Up to this one they will be.
    last         bigint      not null,
    sent         bigint      not null default 0,
    total        bigint      not null,
    finished_at  timestamptz
);

create unique index republication_under_way on republication ((finished_at is null)) where finished_at is null;
