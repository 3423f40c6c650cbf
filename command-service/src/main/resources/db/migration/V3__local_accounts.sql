-- The accounts of the local identity provider. With another provider this table stays empty.
create table local_account (
    uid           text primary key,
    email_key     text not null,
    password_hash text not null,
    constraint local_account_email unique (email_key)
);
