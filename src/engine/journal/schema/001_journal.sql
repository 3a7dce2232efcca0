create table journal_entry (
    lane bigint not null,
    seq bigint not null,
    at bigint not null,
    actor text not null,
    act text not null,
    subject text not null,
    detail text not null,
    hash blob not null,
    primary key (lane, seq)
) without rowid;
create table journal_head (
    lane bigint not null primary key,
    seq bigint not null,
    hash blob not null
);
