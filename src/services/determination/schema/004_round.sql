-- Whom a sweep concerned is judged again by it, round by round: which one it is at, and how often the register had been changed before it.
alter table sweep add column round bigint not null default 0;
alter table sweep add column applied_before bigint not null default 0;
