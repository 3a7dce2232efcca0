-- Who of the staff looked at a unit's data; who looked at its workers stands in read_log with each of them.
create table unit_read_log (
    employer_id blob not null,
    id blob not null,
    at bigint not null,
    staff_id blob not null,
    agency_id blob not null,
    purpose text not null,
    primary key (employer_id, id)
) without rowid;
