#include <algorithm>
#include <charconv>

#include "engine/feel/evaluate.hpp"
#include "records/catalog/content.hpp"
#include "records/catalog/fact.hpp"

namespace leye::catalog {
namespace {

// "P30D" as a setting writes it.
std::optional<feel::DaysDuration> days_of(std::string_view text) {
    int days = 0;
    if (text.size() < 3 || text.front() != 'P' || text.back() != 'D') return std::nullopt;
    const auto [end, failed] = std::from_chars(text.data() + 1, text.data() + text.size() - 1, days);
    if (failed != std::errc() || end != text.data() + text.size() - 1) return std::nullopt;
    return feel::DaysDuration{int64_t{days} * 86'400};
}

std::string text_in(const feel::Context& row, std::string_view key) {
    const auto it = row.find(key);
    const auto* text = it == row.end() ? nullptr : it->second.as<std::string>();
    return text ? *text : std::string();
}

feel::Value typed(std::string_view type, const json::Value& value) {
    if (!value.is_string()) return feel::of_json(value);
    const std::string_view text = value.get_string();
    if (type == "date") {
        const auto day = Date::parse(text);
        return day ? feel::Value(*day) : feel::Value();
    }
    if (type == "dayTimeDuration") {
        const auto days = days_of(text);
        return days ? feel::Value(*days) : feel::Value();
    }
    return feel::of_json(value);
}

/// One case: its facts, and what the rules know besides.
class Asked {
  public:
    Asked(const Ruled& ruled, const json::Object& facts, Instant now) : ruled_(ruled), facts_(facts), own_(settings_on(ruled, now.date())), now_(now) {
        own_["today"] = now.date().text();
    }

    const json::Value* find(std::string_view name) const {
        const auto* value = facts_.if_contains(name);
        return value ? value : own_.if_contains(name);
    }
    feel::Value get(std::string_view name, std::string_view type) const {
        const auto* value = find(name);
        return value ? typed(type, *value) : feel::Value();
    }
    // A figure is worked out, a fact or setting is taken as it is; null where it is not known.
    json::Value say(std::string_view name) const {
        const Figure* figure = ruled_.find_figure(name);
        if (!figure) {
            const auto* value = find(name);
            return value ? *value : json::Value();
        }
        feel::Context context;
        for (const auto& used : figure->names) context[used] = get(used, type_in_rules(ruled_, used));
        return feel::to_json(feel::evaluate(*figure->expression, context, now_));
    }
    Words words(const Words& sentence) const {
        json::Object named;
        for (const auto& name : names_in(sentence)) named[name] = say(name);
        return filled(sentence, named);
    }
    std::optional<int64_t> whole(std::string_view name) const {
        const json::Value value = say(name);
        if (value.is_int64()) return value.get_int64();
        return value.is_uint64() ? std::optional(static_cast<int64_t>(value.get_uint64())) : std::nullopt;
    }

  private:
    const Ruled& ruled_;
    const json::Object& facts_;
    json::Object own_;
    Instant now_;
};

Result<Decided> decided(const Ruled& ruled, const Rules& rules, const Asked& asked, Instant now) {
    const feel::Allowance allowance(case_steps_max);
    const auto outcome = feel::decide_asking(rules.table, [&](size_t i) { return asked.get(rules.table.names[i], rules.types[i]); }, now, feel::Cells::dropped);
    if (!outcome) return tl::unexpected(outcome.error());
    if (!outcome->rule || outcome->outputs.empty()) return refuse("rule_undecided", "", {{"table", ruled.decision}});

    const feel::Context& row = outcome->outputs.front();
    Decided out{.outcome = text_in(row, "outcome"), .reason = text_in(row, "reason"), .field = text_in(row, "field")};
    const Reason* reason = ruled.find_reason(out.reason);
    expect(reason != nullptr, "the catalogue checked the reasons of every rule");
    out.clause = reason->clause;
    out.sentence = asked.words(reason->sentence);
    out.table = ruled.decision;
    out.table_version = rules.hash;
    out.rule = static_cast<int>(outcome->rule - rules.table.rules.data()) + 1;
    out.inputs = rules.inputs.find(out.reason)->second;
    return out;
}

// Whole yuan, and nothing where what it is reckoned from is not known.
std::optional<Amount> amount(const Reason& reason, const Asked& asked) {
    if (!reason.amount) return std::nullopt;
    const auto yuan = asked.whole(reason.amount->of);
    if (!yuan) return std::nullopt;
    Amount out{*yuan, reason.amount->per, {}};
    if (const auto months = reason.amount->months.empty() ? std::nullopt : asked.whole(reason.amount->months)) out.months = static_cast<int>(*months);
    return out;
}

}  // namespace

feel::Value value_in_rules(const Ruled& ruled, std::string_view name, const json::Value& value) { return typed(type_in_rules(ruled, name), value); }

const Held& Catalog::Content::get(const Item& item) const {
    for (const auto& held : items)
        if (&held->item == &item) return *held;
    // Of the catalogue before or after this one: a version's rules are the same in both.
    for (const auto& held : items)
        if (held->item.code == item.code && held->item.version == item.version) return *held;
    throw Bug("an item of another catalogue was asked about: " + item.code);
}

Result<Decided> decide_by(const Ruled& ruled, const Rules& rules, const json::Object& facts, Instant now) {
    return decided(ruled, rules, Asked(ruled, facts, now), now);
}

Result<Determined> determine(const Determination& determination, const json::Object& facts, Instant now) {
    const Asked asked(determination, facts, now);
    auto said = decided(determination, *determination.rules, asked, now);
    if (!said) return tl::unexpected(said.error());
    const Reason& reason = *determination.find_reason(said->reason);
    Determined out{std::move(*said), asked.words(reason.change), reason.item, amount(reason, asked)};
    if (out.item.empty() && (out.outcome == "entitled" || out.outcome == "review")) out.item = determination.item;
    return out;
}

feel::Context context_of(const Determination& determination, const json::Object& facts, Instant now) {
    const Rules& rules = *determination.rules;
    const Asked asked(determination, facts, now);
    feel::Context out;
    for (size_t i = 0; i < rules.table.names.size(); ++i) out.emplace(rules.table.names[i], asked.get(rules.table.names[i], rules.types[i]));
    return out;
}

std::optional<Amount> amount_of(const Determination& determination, const Reason& reason, const json::Object& facts, Instant now) {
    return amount(reason, Asked(determination, facts, now));
}

Result<Decided> Catalog::decide(const Item& item, const json::Object& facts, Instant now) const { return decide_by(item, get_rules(item), facts, now); }

const Rules& Catalog::get_rules(const Ruled& ruled) const {
    if (const Item* item = as_item(ruled)) return *content_->get(*item).rules;
    return *as_determination(ruled)->rules;
}

std::vector<std::string> Catalog::list_inputs(const Item& item) const {
    std::vector<std::string> out = get_rules(item).table.names;
    for (const Reason& r : item.reasons) add_new(out, names_in(r.sentence));
    return out;
}

}  // namespace leye::catalog
