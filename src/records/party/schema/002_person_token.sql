-- By which parts and sounds of their names people are found; see name_token.hpp. `person` is the beginning of the id.
create table person_token (
    token blob not null,
    person blob not null,
    primary key (token, person)
) without rowid;
-- Files whose name has no tokens yet. They are made by the program, because a database has no keys.
create table person_untokened (
    person_id blob not null primary key
) without rowid;
insert into person_untokened (person_id) select id from person;
