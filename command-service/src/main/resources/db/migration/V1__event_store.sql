-- The history. A row is only ever inserted; the trigger below refuses everything else.
-- json, not jsonb: it keeps the bytes as they were written, which is what verification hashes.
create table domain_event (
    global_index    bigint generated always as identity (increment 1 cache 1) primary key,
    event_id        text        not null,
    aggregate_type  text        not null,
    aggregate_id    text        not null,
    sequence_number bigint      not null,
    recorded_at     timestamptz not null,
    payload_type    text        not null,
    revision        text        not null,
    payload         json        not null,
    metadata        json        not null,
    -- The arbiter between command services: of two that append the same number, one wins and the other tries again.
    constraint domain_event_sequence unique (aggregate_id, sequence_number)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'history is never changed';
end
$$;

create trigger domain_event_is_append_only
    before update or delete or truncate on domain_event
    for each statement execute function refuse_change();

-- How far each streaming processor has come, and which instance works on it.
create table token_entry (
    processor_name text    not null,
    segment        integer not null,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    primary key (processor_name, segment)
);

-- The small integers that name things, handed out in order. Roles 1 to 3 are built in.
create sequence user_id_seq as integer;
create sequence role_id_seq as integer start 4;
create sequence user_integration_id_seq as integer;
