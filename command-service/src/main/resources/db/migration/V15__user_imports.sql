-- Whom an import adds, so that the same lines sent again add only who is missing and nobody who was deleted since. A line is
-- known by a keyed hash of its email that is different in each import. Rows go some time after the import.
create table imported_user (
    import_id text        not null,
    line_key  text        not null,
    -- The account is made under it before the user is added.
    uid       text        not null,
    -- Null until the user's first event is stored, in whose transaction it is set.
    user_id   integer,
    begun_at  timestamptz not null default now(),
    primary key (import_id, line_key)
);

create index imported_user_begun_at on imported_user (begun_at);

-- An account may have no password: nobody signs in to it until an admin sets one.
alter table local_account alter column password_hash drop not null;
