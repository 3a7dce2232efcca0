#include <algorithm>
#include <charconv>

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

}  // namespace

feel::Value value_in_rules(const Item& item, std::string_view name, const json::Value& value) { return typed(type_in_rules(item, name), value); }

const Held& Catalog::Content::get(const Item& item) const {
    for (const auto& held : items)
        if (&held->item == &item) return *held;
    // Of the catalogue before or after this one: a version's rules are the same in both.
    for (const auto& held : items)
        if (held->item.code == item.code && held->item.version == item.version) return *held;
    throw Bug("an item of another catalogue was asked about: " + item.code);
}

Result<Decided> decide_by(const Item& item, const Rules& rules, const json::Object& facts, Instant now) {
    json::Object own = settings_on(item, now.date());
    own["today"] = now.date().text();
    const auto find = [&](const std::string& name) {
        const auto* value = facts.if_contains(name);
        return value ? value : own.if_contains(name);
    };
    feel::Context context;
    for (size_t i = 0; i < rules.table.names.size(); ++i) {
        const std::string& name = rules.table.names[i];
        const auto* value = find(name);
        context.emplace_hint(context.end(), name, value ? typed(rules.types[i], *value) : feel::Value());
    }
    const feel::Allowance allowance(case_steps_max);
    const auto outcome = feel::decide(rules.table, std::move(context), now, feel::Cells::dropped);
    if (!outcome) return tl::unexpected(outcome.error());
    if (!outcome->rule || outcome->outputs.empty()) return refuse("rule_undecided", "", {{"table", item.decision}});

    const feel::Context& row = outcome->outputs.front();
    Decided out{.outcome = text_in(row, "outcome"), .reason = text_in(row, "reason"), .field = text_in(row, "field")};
    const Reason* reason = item.find_reason(out.reason);
    expect(reason != nullptr, "the catalogue checked the reasons of every rule");
    out.clause = reason->clause;
    json::Object named;
    for (const auto& name : names_in(reason->sentence))
        if (const auto* value = find(name)) named[name] = *value;
    out.sentence = filled(reason->sentence, named);
    out.table = item.decision;
    out.table_version = rules.hash;
    out.rule = static_cast<int>(outcome->rule - rules.table.rules.data()) + 1;
    out.inputs = rules.inputs.find(out.reason)->second;
    return out;
}

Result<Decided> Catalog::decide(const Item& item, const json::Object& facts, Instant now) const { return decide_by(item, get_rules(item), facts, now); }

const Rules& Catalog::get_rules(const Item& item) const { return *content_->get(item).rules; }

std::vector<std::string> Catalog::list_inputs(const Item& item) const {
    std::vector<std::string> out = get_rules(item).table.names;
    for (const Reason& r : item.reasons) add_new(out, names_in(r.sentence));
    return out;
}

}  // namespace leye::catalog
