-- What every identity provider can say of an account, so that accounts and users can be compared.
alter table local_account
    add column disabled   boolean     not null default false,
    add column created_at timestamptz not null default now();

update local_account a
   set disabled = c.disabled
  from user_claim c
 where c.uid = a.uid;
