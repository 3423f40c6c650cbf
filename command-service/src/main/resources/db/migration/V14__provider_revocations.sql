-- When a remote identity provider last took back what it had given out for an account, as far as that is known and dealt
-- with. What is later than here was not our doing. With the local provider this table stays empty.
create table account_revocation (
    uid        text        primary key,
    revoked_at timestamptz not null
);
