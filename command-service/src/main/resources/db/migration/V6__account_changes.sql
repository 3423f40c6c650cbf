-- Accounts at a remote identity provider that have yet to follow their users: one row a user, gone once it has. With the
-- local provider this table stays empty.
create table account_change (
    user_id         integer     primary key,
    uid             text        not null,
    event_type      text        not null,
    event_version   bigint      not null,
    revoke          boolean     not null,
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null default now(),
    -- Why the last attempt failed; no personal data.
    reason          text,
    -- Set once it was tried too often: a dead letter, tried rarely and shown among the drift.
    dead_since      timestamptz
);

create index account_change_due on account_change (next_attempt_at);

-- Accounts at a remote identity provider that were being made for a user, kept before the account is: one that is here
-- and has no user was left behind by a crash. Any other account without a user was made by somebody else.
create table account_enrolment (
    uid      text        primary key,
    begun_at timestamptz not null default now()
);
