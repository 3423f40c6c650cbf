-- For whom the time of retention is over. Partial: other events cost it nothing.
create index domain_event_user_deleted on domain_event (global_index) where payload_type = 'user.deleted';

-- Certificates are listed the newest first.
create index erasure_erased_at on erasure (erased_at, user_id);

-- What somebody did, and which integrations they ever had, for whoever asks what is held about them.
create index domain_event_actor on domain_event ((metadata ->> 'actor'), global_index);
create index domain_event_integration_owner on domain_event ((payload ->> 'userId'))
    where payload_type = 'integration.added';
