#include "services/casework/evaluation_store.hpp"

#include "records/party/area_range.hpp"

namespace leye::casework {

Result<void> add_evaluation(store::Transaction& tx, const Case& c, std::string_view agency) {
    expect(c.evaluation.has_value(), "a case with its evaluation");
    const int64_t added = tx.execute(
        "insert into evaluation (case_id, area, agency, item, grade, comment, at) values (?, ?, ?, ?, ?, ?, ?) on conflict (case_id) do nothing",
        c.origin.id, c.origin.area, agency, c.origin.item, c.evaluation->grade, c.evaluation->comment, c.evaluation->at);
    if (added != 1) return refuse("evaluation_done");
    return {};
}

EvaluationSummary summarise_evaluations(store::Connection& c, std::string_view area, Date from, Date until, int limit,
                                        const std::optional<EvaluationPlace>& after) {
    EvaluationSummary out;
    const party::AreaRange range = party::range_of(area);
    const Instant begin = Instant::start_of(from), end = Instant::start_of(until);
    {
        auto rows = c.query("select grade, count(*) from evaluation where at >= ? and at < ? and area >= ? and area < ? group by grade", begin, end,
                            range.first, range.end);
        while (rows.next()) out.by_grade.at(rows.get<size_t>(0) - 1) = rows.get<int64_t>(1);
    }
    {
        auto rows = c.query(
            "select agency, count(*), cast(sum(grade) as bigint) from evaluation where at >= ? and at < ? and area >= ? and area < ? "
            "group by agency order by 2 desc, 1 limit 200",
            begin, end, range.first, range.end);
        while (rows.next()) out.by_agency.push_back({rows.get<std::string>(0), rows.get<int64_t>(1), rows.get<int64_t>(2)});
    }
    auto rows = c.query(
        "select f.number, e.item, e.agency, e.comment, e.grade, e.at from evaluation e join case_file f on f.id = e.case_id "
        "where e.at >= ? and e.at < ? and e.area >= ? and e.area < ? and (e.at < ? or (e.at = ? and f.number > ?)) order by e.at desc, f.number limit ?",
        begin, end, range.first, range.end, after ? after->at : end, after ? after->at : end, after ? after->number : std::string(), limit);
    while (rows.next())
        out.rows.push_back({rows.get<std::string>(0), rows.get<std::string>(1), rows.get<std::string>(2), rows.get<std::string>(3), rows.get<int>(4),
                            rows.get<Instant>(5)});
    return out;
}

}  // namespace leye::casework
