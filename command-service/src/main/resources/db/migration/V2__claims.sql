-- What rules that span aggregates need to know, written in the transaction of the events it follows from. It can be
-- folded again from the events at any time.

create table role_claim (
    role_id integer primary key
);

create table user_claim (
    user_id   integer primary key,
    uid       text    not null,
    -- Null once the user is deleted: the email is free again, the role no longer held.
    email_key text,
    role_id   integer,
    approved  boolean not null,
    disabled  boolean not null,
    deleted   boolean not null,
    constraint user_claim_uid unique (uid),
    constraint user_claim_email unique (email_key),
    constraint user_claim_role foreign key (role_id) references role_claim (role_id)
);

create index user_claim_role_id on user_claim (role_id);

create table integration_claim (
    user_integration_id integer primary key,
    user_id             integer not null,
    integration_id      text    not null,
    constraint integration_claim_pair unique (user_id, integration_id)
);
