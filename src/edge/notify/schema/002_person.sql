-- Whose file the message tells about, where it is anybody's: a phone may be a family's. And where it concerns.
alter table message add column person_id blob;
alter table message add column area text not null default '';
create index message_by_person on message (person_id, id) where person_id is not null;
