-- For whom the time of retention is over. Partial: other events cost it nothing.
create index domain_event_user_deleted on domain_event (global_index) where payload_type = 'user.deleted';
