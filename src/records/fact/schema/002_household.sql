-- Who lives together: by the number of the household book.
create index fact_by_household on fact (code, person_id) where kind = 12;
