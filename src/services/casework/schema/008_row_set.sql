-- A sheet's rows are a set of their own. It is written ahead of the sheet, a few hundred rows to a transaction, and given to it
-- whole; a sheet that takes corrections gets a new set in the place of its old one.
alter table sheet add column row_set blob;
update sheet set row_set = id;

create table row_of_set (
    row_set blob not null,
    number bigint not null,
    state bigint not null,
    case_number text not null,
    problems text not null,
    sealed_values blob not null,
    primary key (row_set, number)
) without rowid;
insert into row_of_set (row_set, number, state, case_number, problems, sealed_values)
    select sheet_id, number, state, case_number, problems, sealed_values from sheet_row;
drop table sheet_row;
alter table row_of_set rename to sheet_row;
create index sheet_row_state on sheet_row (row_set, state, number);

-- Sets that no sheet has: being written since, or given up.
create table loose_row_set (
    id blob not null primary key,
    since_at bigint not null
) without rowid;
