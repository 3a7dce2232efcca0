-- One day of one chain, closed by the first entry of a later day: how many entries the chain had and its hash, sealed.
create table journal_segment (
    lane bigint not null,
    seq bigint not null,
    day text not null,
    hash blob not null,
    sealed blob,
    primary key (lane, seq)
) without rowid;
alter table journal_head add column day text;
