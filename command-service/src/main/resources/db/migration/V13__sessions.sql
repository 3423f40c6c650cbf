-- What a person sees of the sessions they have begun. Where from and with what is sealed with their key. A row goes some
-- time after nothing of the session is good any longer; whether one is let in is never decided by it.
create table session (
    session_id   uuid        primary key,
    user_id      integer     not null,
    -- What its tokens say: the user's version, where the identity provider tells it, and when they signed in.
    seen_version bigint,
    signed_in_at timestamptz not null,
    expires_at   timestamptz not null,
    origin       json
);

create index session_user_id on session (user_id);
create index session_expires_at on session (expires_at);

-- Sessions that ended one by one. Like the other claims it can be folded again from the events.
create table ended_session (
    user_id    integer     not null,
    session_id uuid        not null,
    ended_at   timestamptz not null,
    primary key (user_id, session_id)
);
