create table exchange_receipt (
    sender text not null,
    message text not null,
    source text not null,
    content_hash text not null,
    batch bigint not null,
    received_at bigint not null,
    receipt text not null,
    primary key (sender, message)
) without rowid;
