-- For whom the time of retention is over. Partial: other events cost it nothing.
create index domain_event_user_deleted on domain_event (global_index) where payload_type = 'user.deleted';

-- Certificates are listed the newest first.
create index erasure_erased_at on erasure (erased_at, user_id);
