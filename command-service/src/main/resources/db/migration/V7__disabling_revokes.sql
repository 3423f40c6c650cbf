-- Disabling ends all sessions too: enabling the user again makes none of them good.
update user_claim c
   set revoked_version = e.version, revoked_at = e.at
  from (select distinct on (aggregate_id) aggregate_id, sequence_number as version, recorded_at as at
          from domain_event
         where payload_type in ('user.password-changed', 'user.signed-out', 'user.disabled')
         order by aggregate_id, sequence_number desc) e
 where e.aggregate_id = 'user-' || c.user_id;
