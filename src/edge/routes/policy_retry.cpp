#include <algorithm>

#include "edge/routes/policy_call.hpp"
#include "edge/routes/policy_view.hpp"
#include "records/catalog/phrases.hpp"
#include "services/casework/retrier.hpp"

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

struct PolicyRetryResultShape {
    Date from;  ///< cases handed in on this day or later
    int64_t cases = 0, same = 0, other = 0, unsure = 0;
    bool whole = true;                            ///< false: only the newest cases were tried
    std::vector<PolicyRetryMoveShape> moves;      ///< the most cases first
    std::vector<PolicyRetryNameShape> not_kept;   ///< what the draft looks at and decisions were not kept with
    std::vector<PolicyRetryCaseShape> differing;  ///< the newest first, at most 1,000
};
BOOST_DESCRIBE_STRUCT(PolicyRetryResultShape, (), (from, cases, same, other, unsure, whole, moves, not_kept, differing))

struct PolicyRetryShape {
    std::string state;  ///< none: never tried, or not any more in memory
    bool as_saved = true;                         ///< false: the draft was saved otherwise since
    std::optional<double> share;                  ///< done, 0 to 1; of one that is under way
    std::optional<int> seconds_left;
    std::optional<PolicyRetryResultShape> result;  ///< of one that is done or was stopped
};
BOOST_DESCRIBE_STRUCT(PolicyRetryShape, (), (state, as_saved, share, seconds_left, result))
json::Hints hints_of(const PolicyRetryShape*) { return {{"state", json::one_of({"none", "running", "done", "stopped", "failed"})}}; }

namespace {

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

PolicyRetryResultShape shape_of(const Call& call, const catalog::Catalog& catalog, const catalog::Item& item, const casework::Retried& retried) {
    PolicyRetryResultShape out{.from = retried.from, .cases = retried.cases(), .same = retried.same, .other = retried.other, .unsure = retried.unsure, .whole = retried.whole, .moves = {}, .not_kept = {}, .differing = {}};
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

// The version that the draft stands on. Fails: policy_retry_item where it is none of an item.
Result<const catalog::Item*> item_of(const Call& call, const policy::Draft& draft) {
    const auto* base = call.house.office.catalog->find_ruled(draft.item, draft.base_version);
    expect(base != nullptr, "a version with a draft stays in the catalogue");
    const auto* item = catalog::as_item(*base);
    if (!item) return refuse("policy_retry_item", "id");
    return item;
}

http::Response show(const Call& call, const policy::Draft& draft, const catalog::Item& item, int status = 200) {
    const auto run = call.house.retrier.find(draft.id.text());
    if (!run) return http::json_response(PolicyRetryShape{.state = "none", .as_saved = true, .share = {}, .seconds_left = {}, .result = {}}, status);
    PolicyRetryShape out{.state = std::string(name_of(run->state)), .as_saved = run->dmn == draft.dmn, .share = {}, .seconds_left = run->seconds_left(call.house.clock.now()), .result = {}};
    if (run->state == casework::RetryRun::State::running) out.share = run->all == 0 ? 0 : static_cast<double>(run->done) / static_cast<double>(run->all);
    if (run->result) out.result = shape_of(call, *call.house.office.catalog, item, *run->result);
    return http::json_response(out, status);
}

Result<http::Response> look(Call& call) {
    const auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const auto item = item_of(call, *draft);
    if (!item) return tl::unexpected(item.error());
    return show(call, *draft, **item);
}

Result<http::Response> start(Call& call) {
    const auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const auto item = item_of(call, *draft);
    if (!item) return tl::unexpected(item.error());
    const catalog::Catalog& catalog = *call.house.office.catalog;
    const auto rules = casework::rules_to_retry(catalog, **item, draft->dmn);
    if (!rules) return tl::unexpected(rules.error());
    const auto begun = call.house.retrier.start(draft->id.text(), draft->dmn, [&db = call.house.db, &catalog, item = *item, rules = *rules, now = call.now](const auto& go_on) {
        return casework::retry_cases(db, catalog, *item, *rules, now, go_on);
    });
    if (!begun) return tl::unexpected(begun.error());
    return show(call, *draft, **item, 202);
}

Result<http::Response> stop(Call& call) {
    const auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const auto item = item_of(call, *draft);
    if (!item) return tl::unexpected(item.error());
    call.house.retrier.stop(draft->id.text());
    return show(call, *draft, **item);
}

}  // namespace

void add_policy_retry(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, auto handler, int status) {
        router.add(method, std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = "staff: policy", .tag = "policy", .response = http::schema_of<PolicyRetryShape>(), .status = status});
    };
    const std::string cases = "/v1/policy/drafts/{id}/cases";
    add("POST", cases, "Try an item's draft on its cases that a rule decided in the last twelve months; nothing is written", start, 202);
    add("GET", cases, "How far the draft's last trial on cases is, or what came of it", look, 200);
    add("POST", cases + "/stop", "Stop it; what was tried until then stays", stop, 200);
}

}  // namespace leye::routes
