-- A sweep over everybody, or over those alone whose facts and spells changed since another one of the same day.
alter table sweep add column whole bigint not null default 1;
alter table sweep add column since_batch bigint not null default 0;
alter table sweep add column since_at bigint not null default 0;
