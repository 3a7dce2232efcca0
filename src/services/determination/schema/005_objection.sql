-- The case that an objection began, and what the finding was before.
alter table finding add column case_number text not null default '';
alter table finding add column state_before bigint;
create index finding_by_case on finding (case_number) where case_number <> '';
