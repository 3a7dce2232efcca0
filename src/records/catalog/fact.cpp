#include "records/catalog/fact.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "records/catalog/phrases.hpp"

namespace leye::catalog {
namespace {

constexpr FactName names[] = {
    {"today", "date"},
    {"commitment", "boolean"},
    {"age", "number"},
    {"birth_date", "date"},
    {"retires_on", "date"},
    {"past_retirement", "boolean"},
    {"working_age", "boolean"},
    {"retires_on_as_worker", "date"},
    {"retirement_by_post", "boolean"},
    {"draws_pension", "boolean"},
    {"open_unemployment", "boolean"},
    {"open_unemployment_since", "date"},
    {"open_employment", "boolean"},
    {"open_employment_since", "date"},
    {"open_employment_employer", "string"},
    {"open_employment_until", "date"},
    {"open_flexible", "boolean"},
    {"open_flexible_since", "date"},
    {"last_employment_since", "date"},
    {"last_employment_until", "date"},
    {"last_employer", "string"},
    {"last_end_reason", "string"},
    {"last_unemployment_reason", "string"},
    {"residence", "string"},
    {"phone", "string"},
    {"name", "string"},
    {"sex", "string"},
    {"employer_kind", "string"},
    {"employer_area", "string"},
    {"age_at_start", "number"},
    {"worker_known", "boolean"},
    {"open_employment_here", "boolean"},
    {"open_employment_here_since", "date"},
    {"employment_here", "boolean"},
    {"employment_here_since", "date"},
    {"employment_here_until", "date"},
};

constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

// As a sentence says it.
std::pair<std::string, std::string> worded(const json::Value& value) {
    const std::string text = value.is_string() ? std::string(value.get_string()) : json::print(value);
    const auto day = Date::parse(text);
    if (!day) return {text, text};
    return {fmt::format("{}年{}月{}日", day->year(), day->month(), day->day()), fmt::format("{} {} {}", day->day(), months[day->month() - 1], day->year())};
}

void collect(std::string_view text, std::vector<std::string>& into) {
    for (size_t open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
        const size_t close = text.find('}', open);
        if (close == text.npos) return;
        std::string name(text.substr(open + 1, close - open - 1));
        if (std::ranges::find(into, name) == into.end()) into.push_back(std::move(name));
    }
}

}  // namespace

std::span<const FactName> fact_names() { return names; }

const FactName* find_fact_name(std::string_view name) {
    const auto it = std::ranges::find(names, name, &FactName::name);
    return it == std::end(names) ? nullptr : it;
}

std::string_view type_in_rules(const Ruled& ruled, std::string_view name) {
    for (const Setting& s : ruled.settings)
        if (s.name == name) return s.is_days ? "dayTimeDuration" : "number";
    const auto it = ruled.names.find(name);
    return it == ruled.names.end() ? std::string_view() : it->second.type;
}

json::Object settings_on(const Ruled& ruled, Date on) {
    json::Object out;
    std::map<std::string_view, Date> since;
    for (const Setting& s : ruled.settings) {
        const auto known = since.find(s.name);
        if (on < s.from || (known != since.end() && s.from < known->second)) continue;
        since[s.name] = s.from;
        out[s.name] = s.is_days ? json::Value(fmt::format("P{}D", s.value)) : json::Value(s.value);
    }
    return out;
}

Words filled(const Words& sentence, const json::Object& facts) {
    if (sentence.zh.find('{') == std::string::npos && sentence.en.find('{') == std::string::npos) return sentence;
    std::map<std::string, std::string> zh, en;
    for (const auto& name : names_in(sentence)) {
        const auto* value = facts.if_contains(name);
        auto [in_zh, in_en] = value && !value->is_null() ? worded(*value) : std::pair<std::string, std::string>("（不详）", "(not known)");
        zh.emplace(name, std::move(in_zh)), en.emplace(name, std::move(in_en));
    }
    return {filled(sentence.zh, zh), filled(sentence.en, en)};
}

void add_new(std::vector<std::string>& into, const std::vector<std::string>& names) {
    for (const auto& name : names)
        if (std::ranges::find(into, name) == into.end()) into.push_back(name);
}

std::vector<std::string> names_in(const Words& sentence) {
    std::vector<std::string> out;
    collect(sentence.zh, out);
    collect(sentence.en, out);
    return out;
}

}  // namespace leye::catalog
