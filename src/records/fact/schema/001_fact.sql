-- What other departments told about people. Rows are added and never changed, but for gone_batch, which is written once; only
-- a batch that broke off, which nobody ever saw, is taken away. Days are numbers since 1970: there are very many of them.
create table fact (
    person_id blob not null,
    kind bigint not null,
    from_day bigint not null,
    batch bigint not null,
    code text not null,
    unit text not null,
    until_day bigint,
    amount bigint,
    gone_batch bigint,
    primary key (person_id, kind, from_day, batch, code, unit)
) without rowid;

-- The ledger: who gave what for which purpose, and what became of it.
create table fact_batch (
    number bigint not null primary key,
    source text not null,
    state bigint not null,
    purpose text not null,
    given_by text not null,
    file_name text not null,
    content_hash text not null,
    received_by text not null,
    received_at bigint not null,
    touched_at bigint not null,
    done_at bigint,
    from_month text,
    until_month text,
    rows_read bigint not null,
    taken bigint not null,
    replaced bigint not null,
    known bigint not null,
    retracted bigint not null,
    refused bigint not null,
    undoes bigint,
    undone_by bigint,
    reason text not null
) without rowid;
create index fact_batch_by_source on fact_batch (source, number);
create index fact_batch_by_content on fact_batch (content_hash);

-- How many people a batch told something new of, by kind, month of the beginning and city.
create table fact_cover (
    batch bigint not null,
    kind bigint not null,
    month text not null,
    city text not null,
    people bigint not null,
    primary key (kind, month, city, batch)
) without rowid;

-- What became of the lines of a batch, a byte each, packed; and the lines that were refused, sealed.
create table fact_outcome (
    batch bigint not null,
    first_line bigint not null,
    outcomes blob not null,
    primary key (batch, first_line)
) without rowid;
create table fact_refused (
    batch bigint not null,
    first_line bigint not null,
    sealed_lines blob not null,
    primary key (batch, first_line)
) without rowid;
