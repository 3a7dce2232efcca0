-- Messages stand in the order in which they were written: sorted by phone, each would change a page of its own. A phone is
-- asked for codes and for what is about an account or about nobody; all else is found by the file.
create table message_by_time (
    id blob not null primary key,
    phone blob not null,
    text blob not null,
    state text not null,
    created_at bigint not null,
    person_id blob,
    area text not null,
    phone_index blob
) without rowid;
insert into message_by_time (id, phone, text, state, created_at, person_id, area, phone_index)
    select id, phone, text, state, created_at, person_id, area, case when state = 'code' or person_id is null then phone_index end from message order by id;
drop table message;
alter table message_by_time rename to message;
create index message_by_person on message (person_id, id) where person_id is not null;
create index message_by_phone on message (phone_index, id) where phone_index is not null;
