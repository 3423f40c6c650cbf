-- The last event that ended all sessions of a user: whatever they signed in with before it is refused.
alter table user_claim
    add column revoked_version bigint,
    add column revoked_at      timestamptz;

update user_claim c
   set revoked_version = e.version, revoked_at = e.at
  from (select aggregate_id, max(sequence_number) as version, max(recorded_at) as at
          from domain_event
         where payload_type = 'user.password-changed'
         group by aggregate_id) e
 where e.aggregate_id = 'user-' || c.user_id;
