-- «Open» is told by the one column that is empty then: SQLite builds a table for each «state in (…)» of an index at every
-- insert, of which a closed case needs none. It stands in each index, so that a list reads nothing else.
drop index case_file_due;
drop index case_file_state;
drop index case_file_item;
drop index case_file_county;
drop index case_file_assigned;
drop index case_file_open_number;
create index case_file_due on case_file (due_on, number, state, item, area, stopped_on, closed_at) where closed_at is null;
create index case_file_state on case_file ((state + 0), due_on, number, item, area, stopped_on, closed_at) where closed_at is null;
create index case_file_item on case_file (item, due_on, number, state, area, stopped_on, closed_at) where closed_at is null;
create index case_file_county on case_file (substr(area, 1, 6), due_on, number, state, item, area, stopped_on, closed_at) where closed_at is null;
create index case_file_assigned on case_file (assigned_to, due_on, number) where closed_at is null and assigned_to is not null;
create index case_file_open_number on case_file (number, due_on, state, item, area, stopped_on, closed_at) where closed_at is null;
