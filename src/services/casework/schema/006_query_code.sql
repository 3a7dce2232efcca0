-- What opens a case to somebody who handed it in without a file; the code itself is kept nowhere.
create table query_code (
    case_id blob not null primary key references case_file (id),
    code_index blob not null
) without rowid;
