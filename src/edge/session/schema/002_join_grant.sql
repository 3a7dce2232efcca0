-- An officer saw the person and let a phone have the file; used once.
create table join_grant (
    person_id blob not null,
    phone_index blob not null,
    staff_id blob not null,
    expires_at bigint not null,
    primary key (person_id, phone_index)
) without rowid;
