create table message (
    phone_index blob not null,
    id blob not null,
    phone blob not null,
    text blob not null,
    state text not null,
    created_at bigint not null,
    primary key (phone_index, id)
) without rowid;
create index message_by_id on message (id);
