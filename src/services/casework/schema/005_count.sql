-- How many open cases there are in an area and everything below it: each case counts once at every level of its area, under
-- the digits the level's codes share (party::prefix_of), and under '' for the province as a whole. Each writer adds on rows
-- of its own.
drop table case_count;
create table case_count (
    area text not null,
    item text not null,
    state bigint not null,
    lane bigint not null,
    n bigint not null,
    primary key (area, item, state, lane)
) without rowid;
insert into case_count (area, item, state, lane, n)
select level, item, state, 0, count(*) from (
    select '' as level, item, state from case_file where state in (1, 2, 6)
    union all select substr(area, 1, 2), item, state from case_file where state in (1, 2, 6)
    union all select substr(area, 1, 4), item, state from case_file where state in (1, 2, 6) and substr(area, 3, 2) <> '00'
    union all select substr(area, 1, 6), item, state from case_file where state in (1, 2, 6) and substr(area, 5, 2) <> '00'
    union all select substr(area, 1, 9), item, state from case_file where state in (1, 2, 6) and length(area) >= 9 and substr(area, 7) not in ('000', '000000')
    union all select area, item, state from case_file where state in (1, 2, 6) and length(area) >= 12 and substr(area, 10) <> '000'
) as levels group by level, item, state;
