-- The key of each person, wrapped: what events tell of them is readable as long as it is here. Unlike history, a row is
-- there to be destroyed.
create table data_key (
    user_id integer primary key,
    wrapped text    not null
);

-- Who was erased, for ever, and the JSON of the event that certifies it. It may be here before the event is in the
-- history: after a backup from before the erasure was restored.
create table erasure (
    user_id     integer primary key,
    erased_at   timestamptz not null,
    certificate json        not null
);
