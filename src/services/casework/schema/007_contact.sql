-- First contacts that a settled case has promised: somebody calls by then.
create table contact (
    case_id blob not null primary key references case_file (id),
    area text not null,
    item text not null,
    due_on text not null,
    state bigint not null
) without rowid;
create index contact_due on contact (state, due_on);
