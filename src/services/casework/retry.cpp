#include "services/casework/retry.hpp"

#include <algorithm>

#include "records/catalog/rules.hpp"
#include "services/casework/facts.hpp"
#include "services/casework/retry_store.hpp"

namespace leye::casework {
namespace {

constexpr int page_rows = 2'000;

std::string text_in(const json::Object& body, std::string_view key) {
    const auto* value = body.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

class Retry {
  public:
    Retry(const catalog::Catalog& catalog, const catalog::Item& item, const catalog::Rules& rules) : item_(item), rules_(rules) {
        for (const auto* version : catalog.list_versions(item.code)) known_[catalog.get_rules(*version).hash] = &catalog.get_rules(*version);
    }

    void ask(const RuleDecision& decision) {
        const auto body = json::parse(decision.body);
        expect(body && body->is_object() && body->get_object().if_contains("facts"), "a decision by rule is kept with its facts");
        const json::Object& kept = body->get_object();
        const json::Object& facts = kept.at("facts").as_object();
        const RuleAnswer before{text_in(kept, "outcome"), text_in(kept, "reason")};
        bool sure = true;
        for (const auto& name : missing(text_in(kept, "table_version"), before.reason))
            if (!facts.contains(name)) sure = false, ++out.not_kept[name];
        if (!sure) {
            ++out.unsure;
            return;
        }
        RuleAnswer after = answer(facts, decision.at);
        if (after == before) {
            ++out.same;
            return;
        }
        ++out.other;
        ++out.moves[{before, after}];
        if (out.others.size() < Retried::listed_max) out.others.push_back({decision.number, before, std::move(after)});
    }

    Retried out;

  private:
    // Names that the table looks at and that a decision with this reason was not kept with, known or not. What is not known is
    // not written down, so that only the table of that time tells «not known» from «not looked at».
    const std::vector<std::string>& missing(const std::string& version, const std::string& reason) {
        const auto [at, fresh] = missing_.try_emplace({version, reason});
        if (!fresh) return at->second;
        const auto table = known_.find(version);
        const std::vector<std::string>* seen = nullptr;
        if (table != known_.end())
            if (const auto inputs = table->second->inputs.find(reason); inputs != table->second->inputs.end()) seen = &inputs->second;
        for (const auto& name : rules_.table.names) {
            // Settings and the day are known of every day.
            if (name == "today" || !item_.names.contains(name)) continue;
            if (!seen || is_private(name) || std::ranges::find(*seen, name) == seen->end()) at->second.push_back(name);
        }
        return at->second;
    }

    RuleAnswer answer(const json::Object& facts, Instant decided_at) const {
        const feel::Allowance allowance(catalog::example_steps_max);
        const auto today = Date::parse(text_in(facts, "today"));
        const auto decided = catalog::decide_by(item_, rules_, facts, today ? Instant::start_of(*today) : decided_at);
        if (!decided) return {"", decided.error().code};
        return {decided->outcome, decided->reason};
    }

    const catalog::Item& item_;
    const catalog::Rules& rules_;
    std::map<std::string, const catalog::Rules*> known_;  ///< by hash
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> missing_;
};

}  // namespace

Result<std::shared_ptr<const catalog::Rules>> rules_to_retry(const catalog::Catalog& catalog, const catalog::Item& item, const std::string& dmn) {
    std::vector<catalog::TableFault> faults;
    auto rules = catalog::read_rules(item, dmn, catalog.get_rules(item).cases, faults);
    if (!faults.empty())
        return refuse("trial_table", "", {{"line", std::to_string(faults.front().line)}, {"zh", faults.front().sentence.zh}, {"en", faults.front().sentence.en}});
    return std::shared_ptr<const catalog::Rules>(std::move(rules));
}

Retried retry_cases(store::Database& db, const catalog::Catalog& catalog, const catalog::Item& item, const catalog::Rules& rules, Instant now,
                    const std::function<bool(int64_t done, int64_t all)>& go_on) {
    Retry retry(catalog, item, rules);
    retry.out.from = now.date().plus_months(-12);
    const CaseId from = first_id(Instant::start_of(retry.out.from));
    const int64_t all = db.read([&](store::Connection& c) { return count_cases(c, from); });
    int64_t behind = 0;  // pages that are done
    for (CaseId before = last_id();; behind += page_rows) {
        const auto page = db.read([&](store::Connection& c) { return find_page(c, from, before, page_rows); });
        if (!page) break;
        // Read first and asked afterwards, so that no snapshot is held meanwhile.
        const auto decisions = db.read([&](store::Connection& c) { return list_rule_decisions(c, item.code, *page, before); });
        for (size_t i = 0; i <= decisions.size(); ++i) {
            const int64_t of_page = decisions.empty() ? 0 : page_rows * static_cast<int64_t>(i) / static_cast<int64_t>(decisions.size());
            if (!go_on(std::min(all, behind + of_page), all) || (i < decisions.size() && retry.out.cases() == Retried::cases_max)) {
                retry.out.whole = false;
                return std::move(retry.out);
            }
            if (i < decisions.size()) retry.ask(decisions[i]);
        }
        before = *page;
    }
    return std::move(retry.out);
}

}  // namespace leye::casework
