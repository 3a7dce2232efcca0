-- Drafts of decision tables; at most one of an item is open.
create table policy_draft (
    id blob not null primary key,
    item text not null,
    base_version bigint not null,
    state text not null,
    revision bigint not null,
    dmn text not null,
    cases text not null,
    from_on text,
    why text not null default '',
    created_staff blob not null,
    created_by text not null,
    created_at bigint not null,
    changed_staff blob not null,
    changed_by text not null,
    changed_at bigint not null,
    submitted_staff blob,
    submitted_by text,
    submitted_at bigint,
    decided_staff blob,
    decided_by text,
    decided_at bigint,
    decided_why text not null default '',
    version bigint
) without rowid;
create unique index policy_draft_open on policy_draft (item) where state in ('editing', 'submitted', 'returned');

-- What each save changed: a cell, a row, a column or the examples.
create table policy_change (
    draft_id blob not null,
    seq bigint not null,
    rule_id text not null,
    what text not null,
    column_id text not null,
    from_text text not null,
    to_text text not null,
    changed_staff blob not null,
    changed_by text not null,
    at bigint not null,
    why text not null default '',
    primary key (draft_id, seq)
) without rowid;

-- Versions that came into being at the desk; none is ever deleted.
create table policy_version (
    item text not null,
    version bigint not null,
    base_version bigint not null,
    from_on text not null,
    dmn text not null,
    cases text not null,
    hash text not null,
    draft_id blob not null,
    drafted_by text not null,
    approved_staff blob not null,
    approved_by text not null,
    approved_at bigint not null,
    why text not null,
    ask_staff blob,
    ask_by text,
    ask_at bigint,
    ask_why text not null default '',
    withdrawn_by text,
    withdrawn_at bigint,
    primary key (item, version)
) without rowid;
