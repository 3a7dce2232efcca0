-- Which reminders a case has sent, so that none is sent twice.
create table case_reminder (
    case_id blob not null references case_file (id),
    letter text not null,
    at bigint not null,
    primary key (case_id, letter)
) without rowid;
