#pragma once
#include <string>
#include <vector>

#include "services/casework/case.hpp"
#include "services/casework/office.hpp"

namespace leye::casework {

/// What somebody wants done to a case; which members count depends on the act.
struct Order {
    Act act = Act::take;
    json::Object values;         ///< correct: changed fields; answer: answer, topic, publish, clauses
    std::string note;            ///< why; required for decide, object, check, contact and the correction of a settled case
    std::string outcome;         ///< decide: settle or refuse
    std::string reason_code;     ///< decide: one of the item's coded reasons
    std::vector<Asked> fields;   ///< ask_correction
    int grade = 0;               ///< evaluate: 1 to 5
    std::string comment;         ///< evaluate
    std::string result;          ///< check: kept or broken
};

/// Does one act. in: `expected_version` is what the actor saw; the actor's channel is how the act came in. Fails: case_unknown, case_changed (somebody else acted in
/// between; nothing is done), act_not_now, act_not_yours, duty_missing, channel_unknown, channel_not_yours, and per act: correction_fields_missing, field_fixed,
/// reason_code_unknown, note_missing, correction_nothing, correction_not_settled, grade_range, text_too_long, result_unknown, answer_missing, objection_own_decision; what an item's follower is refused.
Result<Case> act(party::Context& at, const Office& office, std::string_view number, int64_t expected_version, const Order& order);

}  // namespace leye::casework
