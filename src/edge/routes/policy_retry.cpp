#include <algorithm>
#include <mutex>

#include "edge/routes/policy_call.hpp"
#include "edge/routes/policy_view.hpp"
#include "records/catalog/phrases.hpp"
#include "services/casework/retry.hpp"

namespace leye::routes {

struct PolicyRetryAnswerShape {
    std::optional<std::string> outcome;  ///< absent: no rule answers the case
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PolicyRetryAnswerShape, (), (outcome, reason))
inline json::Hints hints_of(const PolicyRetryAnswerShape*) { return {{"outcome", json::one_of(catalog::outcomes)}}; }

struct PolicyRetryMoveShape {
    PolicyRetryAnswerShape before, after;
    Words before_sentence, after_sentence;
    int64_t cases = 0;
};
BOOST_DESCRIBE_STRUCT(PolicyRetryMoveShape, (), (before, after, before_sentence, after_sentence, cases))

struct PolicyRetryCaseShape {
    std::string number;  ///< nobody's name is told
    PolicyRetryAnswerShape before, after;
};
BOOST_DESCRIBE_STRUCT(PolicyRetryCaseShape, (), (number, before, after))

struct PolicyRetryNameShape {
    std::string name;
    Words label;
    int64_t cases = 0;
};
BOOST_DESCRIBE_STRUCT(PolicyRetryNameShape, (), (name, label, cases))

struct PolicyRetryShape {
    Date from;  ///< cases handed in on this day or later
    int64_t cases = 0, same = 0, other = 0, unsure = 0;
    bool whole = true;                            ///< false: only the newest cases were tried
    std::vector<PolicyRetryMoveShape> moves;      ///< the most cases first
    std::vector<PolicyRetryNameShape> not_kept;   ///< what the draft looks at and decisions were not kept with
    std::vector<PolicyRetryCaseShape> differing;  ///< the newest first, at most 1,000
};
BOOST_DESCRIBE_STRUCT(PolicyRetryShape, (), (from, cases, same, other, unsure, whole, moves, not_kept, differing))

namespace {

constexpr int64_t time_max_ms = 20'000;

PolicyRetryAnswerShape shape_of(const casework::RuleAnswer& answer) { return {answer.outcome.empty() ? std::nullopt : std::optional(answer.outcome), answer.reason}; }

// Of the newest version that has the reason.
Words sentence_of(const catalog::Catalog& catalog, const catalog::Item& item, const casework::RuleAnswer& answer) {
    if (answer.outcome.empty())
        if (const auto* text = catalog.find_refusal(answer.reason)) return {catalog::filled(text->detail.zh, {{"table", item.name.zh}}), catalog::filled(text->detail.en, {{"table", item.name.en}})};
    const auto versions = catalog.list_versions(item.code);
    for (auto version = versions.rbegin(); version != versions.rend(); ++version)
        if (const auto* reason = (*version)->find_reason(answer.reason)) return reason->sentence;
    return {answer.reason, answer.reason};
}

PolicyRetryShape shape_of(const Call& call, const catalog::Catalog& catalog, const catalog::Item& item, const casework::Retried& retried) {
    PolicyRetryShape out{.from = retried.from, .cases = retried.cases(), .same = retried.same, .other = retried.other, .unsure = retried.unsure, .whole = retried.whole, .moves = {}, .not_kept = {}, .differing = {}};
    for (const auto& [move, cases] : retried.moves) {
        const auto& [before, after] = move;
        out.moves.push_back({shape_of(before), shape_of(after), sentence_of(catalog, item, before), sentence_of(catalog, item, after), cases});
    }
    std::ranges::stable_sort(out.moves, std::ranges::greater(), &PolicyRetryMoveShape::cases);
    const auto names = policy_names(call.house, item);
    for (const auto& [name, cases] : retried.not_kept) {
        const auto known = std::ranges::find(names, name, &PolicyNameShape::name);
        out.not_kept.push_back({name, known == names.end() ? Words{name, name} : known->label, cases});
    }
    for (const auto& one : retried.others) out.differing.push_back({one.number, shape_of(one.before), shape_of(one.after)});
    return out;
}

Result<http::Response> cases(Call& call) {
    const auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const catalog::Catalog& catalog = *call.house.office.catalog;
    const auto* base = catalog.find_ruled(draft->item, draft->base_version);
    expect(base != nullptr, "a version with a draft stays in the catalogue");
    const auto* item = catalog::as_item(*base);
    if (!item) return refuse("policy_retry_item", "id");
    // One at a time: it reads a year of cases.
    static std::mutex running;
    const std::unique_lock alone(running, std::try_to_lock);
    if (!alone) return refuse("policy_retry_busy");
    const Instant end = call.now.plus_ms(time_max_ms);
    const auto retried = casework::retry_cases(call.house.db, catalog, *item, draft->dmn, call.now, [&](int64_t) { return call.house.clock.now() < end; });
    if (!retried) return tl::unexpected(retried.error());
    return give(shape_of(call, catalog, *item, *retried));
}

}  // namespace

void add_policy_retry(http::Router& router, House& house) {
    router.add("GET", "/v1/policy/drafts/{id}/cases",
               {.handler = with_call(house, cases), .summary = "An item's draft tried on its cases that a rule decided in the last twelve months; nothing is written", .who = "staff: policy", .tag = "policy", .response = http::schema_of<PolicyRetryShape>()});
}

}  // namespace leye::routes
