-- Until when an answer is kept: one that holds a secret is kept for minutes only.
alter table idempotency rename column created_at to until_at;
update idempotency set until_at = until_at + 86400000;
