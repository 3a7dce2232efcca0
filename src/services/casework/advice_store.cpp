#include "services/casework/advice_store.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace leye::casework {
namespace {

constexpr std::string_view columns = "select id, case_id, question, answer, topic, clauses, agency, published, answered_at from advice ";

Advice read_advice(const store::Rows& r) {
    auto clauses = json::read_text<std::vector<std::string>>(r.get<std::string>(5));
    return {r.get<AdviceId>(0), r.get<CaseId>(1), r.get<std::string>(2), r.get<std::string>(3), r.get<std::string>(4),
            clauses.value_or(std::vector<std::string>{}), r.get<std::string>(6), r.get<bool>(7), r.get<Instant>(8)};
}

// A word as a LIKE pattern, its own wildcards taken literally.
std::string pattern(std::string_view word) {
    std::string out = "%";
    for (char c : word) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + "%";
}

}  // namespace

void add_advice(store::Transaction& tx, const Advice& a) {
    tx.execute(
        "insert into advice (id, case_id, question, answer, topic, clauses, agency, published, answered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        a.id, a.case_id, a.question, a.answer, a.topic, json::print(json::write(a.clauses)), a.agency, a.published, a.answered_at);
}

std::optional<Advice> find_published_advice(store::Connection& c, AdviceId id) {
    auto rows = c.query(std::string(columns) + "where id = ? and published = 1", id);
    if (!rows.next()) return std::nullopt;
    return read_advice(rows);
}

std::vector<Advice> list_published_advice(store::Connection& c, std::string_view typed, std::optional<AdviceId> after, int limit) {
    std::string sql = std::string(columns) + "where published = 1";
    std::vector<store::Value> values;
    for (auto word : text::split(text::trim(typed), ' ')) {
        if (word.empty() || values.size() >= 8) continue;
        sql += " and (topic || ' ' || question || ' ' || answer) like ? escape '\\'";
        values.push_back(pattern(word));
    }
    if (after) {
        sql += " and (answered_at, id) < (select answered_at, id from advice where id = ?)";
        values.push_back(store::to_value(*after));
    }
    sql += " order by answered_at desc, id desc limit ?";
    values.push_back(int64_t{limit});
    std::vector<Advice> out;
    auto rows = c.query_values(sql, values);
    while (rows.next()) out.push_back(read_advice(rows));
    return out;
}

std::vector<std::pair<std::string, AdviceId>> list_answered(store::Connection& c, std::optional<AdviceId> after, int limit) {
    // Ids are made in the order of time.
    std::string sql = "select f.number, a.id from advice a join case_file f on f.id = a.case_id";
    std::vector<store::Value> values;
    if (after) sql += " where a.id < ?", values.push_back(store::to_value(*after));
    sql += " order by a.id desc limit ?";
    values.push_back(int64_t{limit});
    std::vector<std::pair<std::string, AdviceId>> out;
    auto rows = c.query_values(sql, values);
    while (rows.next()) out.emplace_back(rows.get<std::string>(0), rows.get<AdviceId>(1));
    return out;
}

}  // namespace leye::casework
