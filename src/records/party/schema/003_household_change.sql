-- What staff entered about households: who joined or left, and what was taken back.
create table household_change (
    id blob not null primary key,
    household_id blob not null,
    person_id blob not null,
    act text not null,
    relation text not null,
    from_on text not null,
    changed_on text not null,
    opened bigint not null,
    reason text not null,
    changed_by text not null,
    at bigint not null,
    undone_at bigint,
    undone_by text not null default '',
    undo_reason text not null default ''
) without rowid;
create index household_change_by_household on household_change (household_id);
create index household_change_by_person on household_change (person_id);
