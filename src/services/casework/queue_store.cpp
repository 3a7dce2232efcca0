#include "services/casework/queue_store.hpp"

#include "records/party/area_range.hpp"
#include "services/casework/case_row.hpp"

namespace leye::casework {
namespace {

/// Which index of 009_open.sql the statement walks. Both databases choose by what the conditions name, so every other
/// condition is written in a way that names no index.
enum class Way { number, assigned, county, state, item, due };

Way way_of(const QueueFilter& f) {
    if (f.number.size() >= 8) return Way::number;  // a whole day at most
    if (!f.assigned_to.empty()) return Way::assigned;
    if (party::prefix_of(f.area).size() >= 6) return Way::county;
    if (f.state) return Way::state;
    return f.item.empty() ? Way::due : Way::item;
}

/// SQL that grows with the filter, with its values.
struct Where {
    std::string sql;
    std::vector<store::Value> values;

    template <class T>
    void add(std::string_view condition, const T& value) {
        sql += " and ";
        sql += condition;
        values.push_back(store::to_value(value));
    }
    void within(std::string_view first, std::string_view end, const party::AreaRange& range) {
        add(first, range.first);
        add(end, range.end);
    }
};

Where where(const QueueFilter& f) {
    const Way way = way_of(f);
    Where out{"where closed_at is null", {}};
    if (!f.number.empty()) {
        out.add(way == Way::number ? "number >= ?" : "number || '' >= ?", f.number);
        out.add(way == Way::number ? "number < ?" : "number || '' < ?", f.number + ":");
    }
    if (!f.assigned_to.empty()) out.add(way == Way::assigned ? "assigned_to = ?" : "assigned_to || '' = ?", f.assigned_to);
    if (!f.area.empty()) {
        const std::string_view prefix = party::prefix_of(f.area);
        if (way == Way::county) out.add("substr(area, 1, 6) = ?", std::string(prefix.substr(0, 6)));
        if (way != Way::county || prefix.size() > 6) out.within("area >= ?", "area < ?", party::range_of(f.area));
    }
    if (f.state) out.add(way == Way::state ? "state + 0 = ?" : "state - 0 = ?", *f.state);
    if (!f.item.empty()) out.add(way == Way::item ? "item = ?" : "item || '' = ?", f.item);
    if (!f.without_item.empty()) out.add("item || '' <> ?", f.without_item);
    if (f.due_from) out.add("due_on >= ?", *f.due_from);
    if (f.due_before) out.add("due_on < ?", *f.due_before);
    if (f.due_from || f.due_before) out.sql += " and stopped_on is null";
    return out;
}

bool counted(const QueueFilter& f) { return f.assigned_to.empty() && !f.due_from && !f.due_before && f.number.empty(); }

}  // namespace

std::vector<CaseRow> list_open(store::Connection& c, const QueueFilter& filter, std::optional<std::pair<Date, std::string>> after, int limit) {
    Where w = where(filter);
    if (after) {
        w.sql += " and (due_on, number) > (?, ?)";
        w.values.push_back(store::to_value(after->first));
        w.values.emplace_back(after->second);
    }
    w.values.emplace_back(int64_t{limit});
    // The index alone tells which cases; only these are then read.
    auto rows = c.query_values(std::string(case_row_columns) + "where id in (select id from case_file " + w.sql + " order by due_on, number limit ?) order by due_on, number", w.values);
    std::vector<CaseRow> out;
    while (rows.next()) out.push_back(read_case_row(rows));
    return out;
}

int64_t count_open(store::Connection& c, const QueueFilter& filter, int64_t most) {
    Where w{"where state in (1, 2, 6)", {}};
    std::string sql = "select coalesce(cast(sum(n) as bigint), 0) from case_count ";
    if (counted(filter)) {
        w.add("area = ?", party::prefix_of(filter.area));
        if (filter.state) w.add("state = ?", *filter.state);
        if (!filter.item.empty()) w.add("item = ?", filter.item);
        if (!filter.without_item.empty()) w.add("item <> ?", filter.without_item);
        sql += w.sql;
    } else {
        w = where(filter);
        w.values.emplace_back(most);
        sql = "select count(*) from (select 1 from case_file " + w.sql + " limit ?) as met";
    }
    auto rows = c.query_values(sql, w.values);
    rows.next();
    return rows.get<int64_t>(0);
}

OpenTotals open_totals(store::Connection& c, std::string_view question) {
    auto rows = c.query(
        "select coalesce(cast(sum(n) as bigint), 0), coalesce(cast(sum(case when state = 2 then n else 0 end) as bigint), 0), "
        "coalesce(cast(sum(case when state = 6 then n else 0 end) as bigint), 0), coalesce(cast(sum(case when item = ? then n else 0 end) as bigint), 0) "
        "from case_count where area = '' and state in (1, 2, 6)",
        question);
    rows.next();
    return {rows.get<int64_t>(0), rows.get<int64_t>(1), rows.get<int64_t>(2), rows.get<int64_t>(3)};
}

}  // namespace leye::casework
