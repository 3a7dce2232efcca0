#include "services/casework/retry_store.hpp"

namespace leye::casework {

CaseId first_id(Instant at) {
    CaseId out;
    for (int i = 0; i < 6; ++i) out.value.bytes[static_cast<size_t>(i)] = static_cast<uint8_t>(at.ms() >> (40 - 8 * i));
    return out;
}

CaseId last_id() {
    CaseId out;
    out.value.bytes.fill(0xff);
    return out;
}

int64_t count_cases(store::Connection& c, CaseId from) {
    auto rows = c.query("select count(*) from case_file where id >= ?", from);
    rows.next();
    return rows.get<int64_t>(0);
}

std::optional<CaseId> find_page(store::Connection& c, CaseId from, CaseId before, int size) {
    auto rows = c.query("select id from (select id from case_file where id >= ? and id < ? order by id desc limit ?) as page order by id limit 1", from, before, size);
    if (!rows.next()) return std::nullopt;
    return rows.get<CaseId>(0);
}

std::vector<RuleDecision> list_rule_decisions(store::Connection& c, std::string_view item, CaseId from, CaseId before) {
    // The range is given for both tables: neither database concludes it from the join.
    auto rows = c.query("select f.id, f.number, a.at, a.body from case_file f join case_action a on a.case_id = f.id "
                        "where f.id >= ? and f.id < ? and a.case_id >= ? and a.case_id < ? and f.item = ? and a.act = ? and a.actor = 'system' "
                        "order by f.id desc, a.seq desc",
                        from, before, from, before, item, Act::decide);
    std::vector<RuleDecision> out;
    std::optional<CaseId> newest;
    while (rows.next()) {
        const auto id = rows.get<CaseId>(0);
        if (newest == id) continue;
        newest = id;
        out.push_back({rows.get<std::string>(1), rows.get<Instant>(2), rows.get<std::string>(3)});
    }
    return out;
}

}  // namespace leye::casework
