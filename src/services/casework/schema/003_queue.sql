-- The desk's queue in the ways it is asked for (queue_store.cpp), each index holding what narrows it further. Closed
-- cases are in none. «state + 0» keeps the index of states from being chosen for the condition all of these share.
drop index case_file_queue;
create index case_file_due on case_file (due_on, number, state, item, area, stopped_on) where state in (1, 2, 6);
create index case_file_state on case_file ((state + 0), due_on, number, item, area, stopped_on) where state in (1, 2, 6);
create index case_file_item on case_file (item, due_on, number, state, area, stopped_on) where state in (1, 2, 6);
create index case_file_county on case_file (substr(area, 1, 6), due_on, number, state, item, area, stopped_on) where state in (1, 2, 6);
create index case_file_assigned on case_file (assigned_to, due_on, number) where state in (1, 2, 6) and assigned_to is not null;
create index case_file_open_number on case_file (number, due_on, state, item, area, stopped_on) where state in (1, 2, 6);
