-- Who of a roster or an alarm was spoken to, when and about what.
create table finding_contact (
    finding_id blob not null,
    seq bigint not null,
    at bigint not null,
    by text not null,
    by_name text not null,
    channel text not null,
    note text not null,
    primary key (finding_id, seq)
) without rowid;
