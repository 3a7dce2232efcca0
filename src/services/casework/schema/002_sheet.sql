-- A spreadsheet an employer sent, and its rows as they stood in it; cells hold identity numbers and are sealed.
create table sheet (
    id blob not null primary key,
    employer_id blob not null,
    account text not null,
    item text not null,
    file_name text not null,
    format text not null,
    encoding text not null,
    state bigint not null,
    rows bigint not null,
    bad bigint not null,
    settled bigint not null,
    failed bigint not null,
    pending bigint not null,
    created_at bigint not null,
    started_at bigint,
    finished_at bigint,
    columns text not null
) without rowid;
create index sheet_employer on sheet (employer_id, created_at);
-- One employer's sheets run one after another.
create unique index sheet_running on sheet (employer_id) where state = 2;

create table sheet_row (
    sheet_id blob not null references sheet (id),
    number bigint not null,
    state bigint not null,
    case_number text not null,
    problems text not null,
    sealed_values blob not null,
    primary key (sheet_id, number)
) without rowid;
create index sheet_row_state on sheet_row (sheet_id, state, number);
