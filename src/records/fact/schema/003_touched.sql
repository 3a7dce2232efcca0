-- Whose facts a batch changed, some thousand ids to a row, so that a run may look at these people alone. Dropped once a run over
-- everybody has seen them.
create table fact_touched (
    batch bigint not null,
    id blob not null,
    people blob not null,
    primary key (batch, id)
) without rowid;
