-- How far a handler may go: «asked» sees nothing yet, «unchecked» acts and is to be checked, «confirmed» is known.
alter table handler add column standing text not null default 'confirmed';
alter table handler add column check_due_on text;
create index handler_waiting on handler (since_at, account_id) where until_at is null and standing <> 'confirmed';
