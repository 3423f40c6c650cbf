-- Two roles over one database, made when it is: the one owns and migrates, the other runs. The one that runs can make, change and
-- drop nothing, and the trigger that keeps the history append-only is out of its reach. psql sets the variables; see roles.sh.
create role rollbook_owner login password :'owner_password';
create role rollbook login password :'password';
alter schema public owner to rollbook_owner;
revoke create on schema public from public;
grant usage on schema public to rollbook;
alter default privileges for role rollbook_owner in schema public
    grant select, insert, update, delete on tables to rollbook;
alter default privileges for role rollbook_owner in schema public
    grant usage, select, update on sequences to rollbook;
