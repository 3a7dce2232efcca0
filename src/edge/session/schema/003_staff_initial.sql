-- Whose password is one that an administrator was shown: it opens nothing but its own change.
create table staff_initial (
    staff_id blob not null primary key
) without rowid;
