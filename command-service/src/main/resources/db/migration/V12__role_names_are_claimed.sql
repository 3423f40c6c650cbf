-- A name belongs to one role, in the form in which names are compared. Of roles that shared one before there were claims
-- the oldest holds it; the others have it too, and are left alone until they are renamed. Null where an older command
-- service made the role, until the next start looks its name up in the history.
alter table role_claim
    add column name_key   text,
    add column holds_name boolean not null default false;

create unique index role_claim_name on role_claim (name_key) where holds_name;
create index role_claim_name_key on role_claim (name_key);

-- What a client writes as an id may be larger than any we hand out, and then stands for one that names nothing.
alter sequence user_id_seq maxvalue 2147483646;
alter sequence role_id_seq maxvalue 2147483646;
alter sequence user_integration_id_seq maxvalue 2147483646;
