-- A run over everybody. It is taken up where it broke off: what is found is compared with what stands.
create table sweep (
    number bigint not null primary key,
    day text not null,
    known_batch bigint not null,
    known_at bigint not null,
    snapshot_hash text not null,
    state bigint not null,
    people bigint not null,
    chunks bigint not null,
    chunks_done bigint not null,
    counts text not null,
    started_at bigint not null,
    started_by text not null,
    holder text not null,
    beat_at bigint not null,
    finished_at bigint
);

-- What determinations found about people and what became of it. Rows are added; afterwards their state and end are written.
create table finding (
    person_id blob not null,
    determination text not null,
    id blob not null,
    version bigint not null,
    table_version text not null,
    rule bigint not null,
    outcome text not null,
    reason text not null,
    state bigint not null,
    area text not null,
    household bigint not null,
    since_on text not null,
    sweep bigint not null,
    found_at bigint not null,
    facts blob not null,
    answered_at bigint,
    answered_by text not null,
    note text not null,
    ended_sweep bigint,
    ended_at bigint,
    primary key (person_id, determination, id)
) without rowid;
create index finding_by_id on finding (id);
create index finding_standing on finding (determination, area, id) where ended_at is null;
create index finding_waiting on finding (state, area, id) where ended_at is null and state in (6, 9);
create index finding_by_household on finding (household, determination) where ended_at is null and household <> 0;
