create table person (
    id blob not null primary key,
    name blob not null,
    name_index blob not null,
    born_on text,
    sex bigint,
    area text not null,
    phone blob,
    phone_index blob,
    created_at bigint not null,
    merged_into blob
) without rowid;
create index person_by_name on person (name_index, born_on);
create index person_by_phone on person (phone_index) where phone_index is not null;
create index person_by_merge on person (merged_into) where merged_into is not null;

create table person_document (
    person_id blob not null,
    number_index blob not null,
    type text not null,
    number blob not null,
    added_at bigint not null,
    primary key (person_id, number_index, type)
) without rowid;
-- Whose number it is: the one unique key across people. One citizen number is one entry, whatever paper shows it.
create table document_index (
    number_index blob not null primary key,
    person_id blob not null
) without rowid;

create table person_merge (
    id blob not null primary key,
    keep_id blob not null,
    drop_id blob not null,
    reason text not null,
    merged_by text not null,
    at bigint not null,
    undone_at bigint,
    undo_reason text not null default ''
) without rowid;
create index person_merge_by_keep on person_merge (keep_id);
create index person_merge_by_drop on person_merge (drop_id);

create table read_log (
    person_id blob not null,
    id blob not null,
    at bigint not null,
    staff_id blob,
    agency_id blob,
    read_by text not null,
    purpose text not null,
    case_number text not null,
    primary key (person_id, id)
) without rowid;
create index read_log_by_staff on read_log (staff_id, id);
create index read_log_by_id on read_log (id);

create table household (
    id blob not null primary key,
    area text not null,
    created_at bigint not null
) without rowid;
create table household_member (
    household_id blob not null,
    person_id blob not null,
    relation text not null,
    from_on text not null,
    until_on text,
    primary key (household_id, person_id, from_on)
) without rowid;
create index household_member_by_person on household_member (person_id);

create table employer (
    id blob not null primary key,
    uscc text not null,
    conforming bigint not null,
    name text not null,
    kind text not null,
    area text not null,
    address text not null,
    created_at bigint not null
) without rowid;
create index employer_by_area on employer (area, id);
create table employer_index (
    uscc text not null primary key,
    employer_id blob not null
) without rowid;

create table handler (
    employer_id blob not null,
    account_id blob not null,
    since_at bigint not null,
    until_at bigint,
    committed bigint not null,
    primary key (employer_id, account_id, since_at)
) without rowid;
create index handler_by_account on handler (account_id);

-- Agencies and staff are few; on a distributed database both are reference tables.
create table agency (
    id blob not null primary key,
    name text not null,
    level bigint not null,
    area text not null,
    parent_id blob,
    address text not null,
    phone text not null,
    hours text not null,
    active bigint not null
) without rowid;
create index agency_by_area on agency (area);
create index agency_by_parent on agency (parent_id);

create table staff (
    id blob not null primary key,
    user_name text not null unique,
    name text not null,
    agency_id blob not null references agency (id),
    duties text not null,
    active bigint not null,
    password_phc text not null,
    totp_secret blob not null,
    created_at bigint not null,
    last_seen_at bigint
) without rowid;
create index staff_by_agency on staff (agency_id);
