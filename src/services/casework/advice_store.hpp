#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/store/store.hpp"
#include "services/casework/case.hpp"

namespace leye::casework {

using AdviceId = Id<struct AdviceTag>;

/// An answered question of policy advice (政策咨询, annex 1). Who asked is not part of it.
struct Advice {
    AdviceId id;
    CaseId case_id;
    std::string question, answer, topic;
    std::vector<std::string> clauses;
    std::string agency;
    bool published = false;
    Instant answered_at;
};

void add_advice(store::Transaction& tx, const Advice& advice);
std::optional<Advice> find_published_advice(store::Connection& c, AdviceId id);
/// Published answers whose question, answer or topic contains every word of `text` (split at blanks), newest first,
/// behind `after`. Cost: linear in the published answers where `text` is given.
std::vector<Advice> list_published_advice(store::Connection& c, std::string_view text, std::optional<AdviceId> after, int limit);

/// Numbers of the answered questions' cases with the id of their answer, published or not, newest answer first, behind `after`.
std::vector<std::pair<std::string, AdviceId>> list_answered(store::Connection& c, std::optional<AdviceId> after, int limit);

}  // namespace leye::casework
