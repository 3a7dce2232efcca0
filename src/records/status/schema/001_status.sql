-- Rows are added and never changed, but for superseded_at, which is written once.
create table spell (
    person_id blob not null,
    id blob not null,
    version bigint not null,
    kind text not null,
    employer_id blob,
    from_on text not null,
    until_on text,
    details text not null,
    case_number text not null,
    source text not null,
    learnt_at bigint not null,
    superseded_at bigint,
    retracted bigint not null,
    primary key (person_id, id, version)
) without rowid;
create index spell_by_id on spell (id);
create index spell_by_employer on spell (employer_id, id, until_on) where employer_id is not null and superseded_at is null and retracted = 0;
