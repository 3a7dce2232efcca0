#include "services/determination/told_facts.hpp"

#include <algorithm>

#include "records/catalog/determination.hpp"
#include "records/reference/reference.hpp"
#include "services/determination/profile.hpp"

namespace leye::determination {
namespace {

constexpr AskedFact asked[] = {
    {"birth_date", "self"},          {"sex", "self"},
    {"insured_employee", "work"},    {"insured_months", "work"},       {"open_employment", "work"},  {"last_end_reason", "work"},       {"laid_off", "work"},
    {"open_unemployment", "work"},   {"open_unemployment_since", "work"}, {"open_flexible", "work"}, {"insured_flexible", "work"},      {"draws_pension", "work"},
    {"runs_business", "business"},   {"business_since", "business"},     {"hires", "business"},
    {"studying", "school"},          {"graduated_on", "school"},       {"graduate_level", "school"},
    {"minimum_allowance", "household"}, {"disabled", "household"},     {"single_parent", "household"}, {"land_lost", "household"},
    {"formerly_poor", "household"},  {"household_of_age", "household"}, {"household_working", "household"},
    {"benefit_months_paid", "paid"}, {"subsidy_months_paid", "paid"},  {"graduate_grant_paid", "paid"}, {"startup_grant_paid", "paid"}, {"job_grant_paid", "paid"},
};
constexpr int64_t number_max = 1'200;

Refusal at(std::string_view name, std::string code, std::map<std::string, std::string> details = {}) {
    return {.code = std::move(code), .field = "facts." + std::string(name), .clause = {}, .details = std::move(details), .also = {}};
}

Result<void> check(const reference::Reference& reference, std::string_view name, const json::Value& value, Date today) {
    if (std::ranges::find(asked, name, &AskedFact::name) == std::end(asked)) return tl::unexpected(at(name, "field_unknown"));
    if (value.is_null()) return {};
    const auto type = std::ranges::find(catalog::determination_fact_names(), name, &catalog::FactName::name)->type;
    if (type == "boolean") return value.is_bool() ? Result<void>() : tl::unexpected(at(name, "json_type", {{"wanted", "boolean"}}));
    if (type == "number") {
        if (!value.is_int64()) return tl::unexpected(at(name, "json_type", {{"wanted", "integer"}}));
        return value.get_int64() >= 0 && value.get_int64() <= number_max ? Result<void>() : tl::unexpected(at(name, "json_range"));
    }
    if (!value.is_string()) return tl::unexpected(at(name, "json_type", {{"wanted", "string"}}));
    if (type == "date") {
        const auto day = Date::parse(value.get_string());
        return day && day->year() >= 1900 && *day <= today ? Result<void>() : tl::unexpected(at(name, "date_invalid"));
    }
    const auto options = options_of(reference, name);
    return std::ranges::find(options, std::string_view(value.get_string())) != options.end() ? Result<void>() : tl::unexpected(at(name, "option_unknown"));
}

/// Works out what follows from what was told.
class Following {
  public:
    /// in: `facts` with what was told put in; `known` without.
    Following(const reference::Reference& reference, json::Object& facts, const json::Object& known, const json::Object& told, Date today)
        : reference_(reference), facts_(facts), known_(known), told_(told), today_(today) {}

    void run() {
        if (is_told("birth_date") || is_told("sex")) add_age();
        // Whoever drew benefit before has it on record.
        if (!facts_.contains("benefit_months_carried") || facts_.at("benefit_months_carried").is_null()) facts_["benefit_months_carried"] = 0;
        if (is_told("insured_months")) facts_["insured_months_since_benefit"] = since_benefit();
        months("runs_business", "business_since", "business_months");
        months("open_unemployment", "open_unemployment_since", "unemployed_months");
        if (is_told("graduated_on")) facts_["months_since_graduation"] = months_since("graduated_on");
        if (is_told("insured_employee") && is_true("insured_employee")) facts_["months_uninsured"] = 0;
        // Who tells of the household knows it; nothing has to be waited for.
        if (is_told("household_of_age") || is_told("household_working")) facts_["data_complete"] = true;
    }

  private:
    bool is_told(std::string_view name) const { return told_.contains(name); }
    bool is_true(std::string_view name) const {
        const auto* v = facts_.if_contains(name);
        return v && v->is_bool() && v->get_bool();
    }
    std::optional<Date> day(std::string_view name) const {
        const auto* v = facts_.if_contains(name);
        return v && v->is_string() ? Date::parse(v->get_string()) : std::nullopt;
    }
    json::Value months_since(std::string_view name) const {
        const auto from = day(name);
        return from ? json::Value(months_between(*from, today_)) : json::Value();
    }
    // Whether, since when and for how many months.
    void months(std::string_view is, std::string_view since, std::string_view count) {
        if (!is_told(is) && !is_told(since)) return;
        if (!is_true(is)) facts_[since] = nullptr;
        facts_[count] = months_since(since);
    }
    // Months more or fewer than are on record are months after benefit was last drawn.
    json::Value since_benefit() const {
        const auto known = [&](std::string_view name) {
            const auto* v = known_.if_contains(name);
            return v && v->is_int64() ? v->get_int64() : 0;
        };
        const auto& now = facts_.at("insured_months");
        if (!now.is_int64()) return {};
        return std::clamp<int64_t>(now.get_int64() - known("insured_months") + known("insured_months_since_benefit"), 0, now.get_int64());
    }
    void add_age() {
        using reference::RetirementKind;
        const auto born = day("birth_date");
        for (const auto* name : {"age", "retires_on", "months_to_retirement"}) facts_[name] = nullptr;
        facts_["past_retirement"] = facts_["retirement_by_post"] = false;
        if (!born) return;
        const auto* sex = facts_.if_contains("sex");
        const bool woman = sex && sex->is_string() && sex->get_string() == "female";
        const Date later = reference_.retirement(*born, woman ? RetirementKind::woman_55 : RetirementKind::man).on_month_first;
        facts_["age"] = born->whole_years_to(today_);
        facts_["retires_on"] = later.text();
        facts_["past_retirement"] = later <= today_;
        facts_["months_to_retirement"] = std::max<int64_t>(0, months_between(today_, later));
        if (woman) facts_["retirement_by_post"] = reference_.retirement(*born, RetirementKind::woman_50).on_month_first <= today_ && today_ < later;
    }

    const reference::Reference& reference_;
    json::Object& facts_;
    const json::Object& known_;
    const json::Object& told_;
    Date today_;
};

}  // namespace

std::span<const AskedFact> asked_facts() { return asked; }

std::string_view asked_as(std::string_view name) { return name == "insured_months_since_benefit" ? "insured_months" : name; }

const reference::CodeList* list_of(const reference::Reference& reference, std::string_view name) {
    if (name == "last_end_reason") return reference.find_list("end_reason");
    return name == "sex" || name == "graduate_level" ? reference.find_list(name) : nullptr;
}

std::vector<std::string_view> options_of(const reference::Reference& reference, std::string_view name) {
    std::vector<std::string_view> out;
    if (const auto* list = list_of(reference, name))
        for (const auto& code : list->codes) out.push_back(code.code);
    return out;
}

Result<json::Object> with_told(const reference::Reference& reference, const json::Object& known, const json::Object& told, Date today) {
    std::vector<Refusal> faults;
    for (const auto& [name, value] : told)
        if (auto good = check(reference, name, value, today); !good) faults.push_back(good.error());
    if (!faults.empty()) {
        Refusal first = faults.front();
        first.also.assign(faults.begin() + 1, faults.begin() + static_cast<ptrdiff_t>(std::min<size_t>(faults.size(), 50)));
        return tl::unexpected(std::move(first));
    }
    json::Object out = known;
    for (const auto& [name, value] : told) out[name] = value;
    for (const auto& fact : catalog::determination_fact_names())
        if (fact.type == "boolean" && fact.name != "data_complete" && (!out.contains(fact.name) || out.at(fact.name).is_null())) out[fact.name] = false;
    Following(reference, out, known, told, today).run();
    return out;
}

}  // namespace leye::determination
