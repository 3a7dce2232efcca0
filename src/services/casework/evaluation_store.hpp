#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

/// 好差评 as counted and shown to managers (row 23.1). Written once by the applicant, changed by nobody.
struct EvaluationRow {
    std::string number, item, agency, comment;
    int grade = 5;
    Instant at;
};
struct AgencyGrades {
    std::string agency;
    int64_t total = 0, sum = 0;
};
struct EvaluationSummary {
    std::array<int64_t, 5> by_grade{};  ///< [0] is grade 1
    std::vector<AgencyGrades> by_agency;  ///< most evaluations first, at most 200
    std::vector<EvaluationRow> rows;      ///< newest first, at most `limit`
};

/// Fails: evaluation_done.
Result<void> add_evaluation(store::Transaction& tx, const Case& c, std::string_view agency);
/// Where a page of rows ended.
struct EvaluationPlace {
    Instant at;
    std::string number;
};
/// Evaluations in the area and below, given on a day of [from, until); the rows behind `after`.
EvaluationSummary summarise_evaluations(store::Connection& c, std::string_view area, Date from, Date until, int limit,
                                        const std::optional<EvaluationPlace>& after = {});

}  // namespace leye::casework
