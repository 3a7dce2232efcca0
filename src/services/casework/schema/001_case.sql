-- A case is its actions; case_file is what they add up to, kept for lists and clocks.
create table case_file (
    id blob not null primary key,
    number text not null,
    item text not null,
    item_version bigint not null,
    person_id blob,
    employer_id blob,
    area text not null,
    channel text not null,
    submitted_at bigint not null,
    state bigint not null,
    outcome text not null,
    version bigint not null,
    due_on text not null,
    stopped_on text,
    closed_at bigint,
    assigned_to text
) without rowid;
create unique index case_file_number on case_file (number);
create index case_file_person on case_file (person_id, submitted_at) where person_id is not null;
create index case_file_employer on case_file (employer_id, submitted_at) where employer_id is not null;
create index case_file_queue on case_file (due_on, number) where state in (1, 2, 6);

create table case_action (
    case_id blob not null references case_file (id),
    seq bigint not null,
    act bigint not null,
    at bigint not null,
    actor text not null,
    by_name text not null,
    channel text not null,
    body text not null,
    sealed_values blob,
    primary key (case_id, seq)
) without rowid;

-- How many open cases there are, by where and what; each writer adds on rows of its own.
create table case_count (
    lane bigint not null,
    item text not null,
    area text not null,
    state bigint not null,
    n bigint not null,
    primary key (lane, item, area, state)
) without rowid;

create table case_number (
    lane bigint not null,
    day text not null,
    last bigint not null,
    primary key (lane, day)
) without rowid;

create table commitment (
    case_id blob not null primary key references case_file (id),
    area text not null,
    item text not null,
    given_at bigint not null,
    check_due_on text not null,
    state bigint not null
) without rowid;
create index commitment_due on commitment (state, check_due_on);

create table certificate (
    code text not null primary key,
    case_id blob not null references case_file (id),
    person_id blob not null,
    issued_at bigint not null,
    revoked_at bigint
) without rowid;

create table evaluation (
    case_id blob not null primary key references case_file (id),
    area text not null,
    agency text not null,
    item text not null,
    grade bigint not null,
    comment text not null,
    at bigint not null
) without rowid;
create index evaluation_at on evaluation (at);

create table case_draft (
    person_id blob not null,
    item text not null,
    sealed_values blob not null,
    at bigint not null,
    primary key (person_id, item)
) without rowid;

create table need (
    person_id blob not null,
    kind text not null,
    wanted bigint not null,
    note text not null,
    case_id blob not null,
    at bigint not null,
    primary key (person_id, kind)
) without rowid;

create table advice (
    id blob not null primary key,
    case_id blob not null references case_file (id),
    question text not null,
    answer text not null,
    topic text not null,
    clauses text not null,
    agency text not null,
    published bigint not null,
    answered_at bigint not null
) without rowid;
create index advice_answered on advice (answered_at) where published = 1;
