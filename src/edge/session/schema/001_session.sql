create table account (
    id blob not null primary key,
    phone blob not null,
    person_id blob,
    created_at bigint not null
) without rowid;
create index account_by_person on account (person_id) where person_id is not null;
-- Whose phone it is: the one unique key across accounts.
create table account_index (
    phone_index blob not null primary key,
    account_id blob not null
) without rowid;

create table session (
    token_hash blob not null primary key,
    kind text not null,
    account_id blob,
    staff_id blob,
    csrf text not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null
) without rowid;
create index session_by_staff on session (staff_id) where staff_id is not null;
create index session_by_expiry on session (expires_at);

create table sign_in_code (
    phone_index blob not null primary key,
    code_hash blob not null,
    tries bigint not null,
    sent_at bigint not null,
    expires_at bigint not null,
    day_began_at bigint not null,
    sent_in_day bigint not null
) without rowid;

-- By a keyed index of the sign-in name, whether or not it exists.
create table sign_in_failure (
    user_index blob not null primary key,
    failures bigint not null,
    last_at bigint not null,
    locked_until bigint not null
) without rowid;
create table staff_totp (
    staff_id blob not null primary key,
    last_step bigint not null
) without rowid;

create table idempotency (
    actor_index blob not null,
    request_key text not null,
    request_index blob not null,
    answer blob,
    created_at bigint not null,
    primary key (actor_index, request_key)
) without rowid;
create index idempotency_by_age on idempotency (created_at);
