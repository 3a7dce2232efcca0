#include "records/reference/reference.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "records/reference/code_table.hpp"

namespace leye::reference {
namespace {

namespace fs = std::filesystem;

Result<Areas> load_areas(const std::string& codes) {
    auto table = CodeTable::read(codes + "/areas.csv",
                                 {"code", "name", "parent", "level", "from", "until", "successor", "zone"});
    if (!table) return tl::unexpected(std::move(table.error()));
    std::vector<Area> areas;
    areas.reserve(table->rows.size());
    for (auto& [line, cells] : table->rows) {
        Area area{.code = cells[0],
                  .name = cells[1],
                  .parent = cells[2],
                  .level = cells[3][0] - '0',
                  .from = Date::parse(cells[4]),
                  .until = Date::parse(cells[5]),
                  .successor = cells[6],
                  .zone = cells[7] == "1"};
        if (area.level < 1 || area.level > 4 || area.code.size() != (area.level == 4 ? 9u : 6u) ||
            area.name.empty())
            return table->fault(line, "code, name or level is not right");
        if ((!area.from && !cells[4].empty()) || (!area.until && !cells[5].empty()))
            return table->fault(line, "a day that does not exist");
        if (area.from && area.until && *area.until <= *area.from)
            return table->fault(line, "until is not after from");
        areas.push_back(std::move(area));
    }
    return Areas::of(std::move(areas));
}

/// Days named in calendar.csv must lie in a year that calendar_years.csv names with its notice.
Result<Calendar> load_calendar(const std::string& codes) {
    auto years =
        CodeTable::read(codes + "/calendar_years.csv", {"year", "notice", "confidence", "checked_against"});
    if (!years) return tl::unexpected(std::move(years.error()));
    std::set<std::string> known;
    int next = 0, first = 0;
    for (const auto& [line, cells] : years->rows) {
        const auto begin = Date::parse(cells[0] + "-01-01");
        if (!begin || cells[1].empty()) return years->fault(line, "a year and its notice are wanted");
        if (next != 0 && begin->year() != next) return years->fault(line, "the years are not consecutive");
        if (first == 0) first = begin->year();
        next = begin->year() + 1;
        known.insert(cells[0]);
    }
    auto table = CodeTable::read(codes + "/calendar.csv", {"year", "kind", "from", "to", "occasion"});
    if (!table) return tl::unexpected(std::move(table.error()));
    std::map<Date, bool> exceptions;
    for (const auto& [line, cells] : table->rows) {
        const auto from = Date::parse(cells[2]), to = Date::parse(cells[3]);
        if (!from || !to || *to < *from || *to - *from > 30)
            return table->fault(line, "the days are not a range");
        if (!known.contains(cells[0])) return table->fault(line, "no notice is named for the year");
        if (cells[1] != "off" && cells[1] != "worked") return table->fault(line, "kind is off or worked");
        for (Date day = *from; day <= *to; day = day + 1)
            if (!exceptions.emplace(day, cells[1] == "worked").second)
                return table->fault(line, day.text() + " twice");
    }
    return Calendar(std::move(exceptions), Date::of(first, 1, 1), Date::of(next, 1, 1));
}

Result<RetirementTable> load_retirement(const std::string& codes) {
    auto table = CodeTable::read(codes + "/retirement.csv", {"kind", "from", "former_age_months",
                                                             "step_months", "delay_months_max", "source"});
    if (!table) return tl::unexpected(std::move(table.error()));
    std::vector<RetirementRule> rules;
    for (const auto& [line, cells] : table->rows) {
        const auto kind = retirement_kind_of(cells[0]);
        const auto from = Date::parse(cells[1]);
        const auto whole = [](const std::string& cell) {
            const bool digits = !cell.empty() && cell.size() <= 4 &&
                                cell.find_first_not_of("0123456789") == std::string::npos;
            return digits ? std::stoi(cell) : 0;
        };
        const RetirementRule rule{kind.value_or(RetirementKind::man),
                                  from.value_or(Date{}),
                                  whole(cells[2]),
                                  whole(cells[3]),
                                  whole(cells[4]),
                                  cells[5]};
        if (!kind || !from || rule.former_age_months == 0 || rule.step_months == 0 ||
            rule.delay_months_max == 0)
            return table->fault(line, "kind, day or a number of months is not right");
        rules.push_back(rule);
    }
    for (const auto kind : {RetirementKind::man, RetirementKind::woman_55, RetirementKind::woman_50})
        if (std::count_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.kind == kind; }) !=
            1)
            return table->fault(0, "one row for " + std::string(name_of(kind)) + " is wanted");
    return RetirementTable(std::move(rules));
}

Result<CodeList> load_list(const fs::path& file) {
    auto table = CodeTable::read(file.string(), {"code", "zh", "en", "official"});
    if (!table) return tl::unexpected(std::move(table.error()));
    CodeList list{.name = file.stem().string(), .codes = {}};
    for (auto& [line, cells] : table->rows) {
        if (cells[0].empty() || cells[1].empty() || cells[2].empty())
            return table->fault(line, "code, zh and en are wanted");
        if (list.find(cells[0])) return table->fault(line, "code " + cells[0] + " twice");
        list.codes.push_back({cells[0], cells[1], cells[2], cells[3]});
    }
    return list;
}

}  // namespace

const Code* CodeList::find(std::string_view code) const {
    const auto at = std::find_if(codes.begin(), codes.end(), [&](const Code& c) { return c.code == code; });
    return at == codes.end() ? nullptr : &*at;
}

Result<Reference> Reference::load(const std::string& catalog_dir) {
    const std::string codes = catalog_dir + "/codes";
    Reference out;
    auto areas = load_areas(codes);
    if (!areas) return tl::unexpected(std::move(areas.error()));
    out.areas_ = std::move(*areas);
    auto calendar = load_calendar(codes);
    if (!calendar) return tl::unexpected(std::move(calendar.error()));
    out.calendar_ = std::move(*calendar);
    auto retirement = load_retirement(codes);
    if (!retirement) return tl::unexpected(std::move(retirement.error()));
    out.retirement_ = std::move(*retirement);
    auto prefixes = CodeTable::read(codes + "/region_prefixes.csv", {"prefix", "name"});
    if (!prefixes) return tl::unexpected(std::move(prefixes.error()));
    for (auto& row : prefixes->rows) out.region_names_.emplace(row.cells[0], row.cells[1]);
    auto reasons = CodeTable::read(codes + "/unemployment_reason_of_end.csv", {"end_reason", "unemployment_reason"});
    if (!reasons) return tl::unexpected(std::move(reasons.error()));
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(codes + "/lists", failed)) {
        if (entry.path().extension() != ".csv") continue;
        auto list = load_list(entry.path());
        if (!list) return tl::unexpected(std::move(list.error()));
        out.lists_.emplace(list->name, std::move(*list));
    }
    const auto *ends = out.find_list("end_reason"), *unemployment = out.find_list("unemployment_reason");
    for (const auto& [line, cells] : reasons->rows) {
        if (!ends || !ends->find(cells[0]) || !unemployment || !unemployment->find(cells[1])) return reasons->fault(line, "the two are not codes of their lists");
        out.unemployment_reasons_.emplace(cells[0], cells[1]);
    }
    return out;
}

const CodeList* Reference::find_list(std::string_view name) const {
    const auto at = lists_.find(name);
    return at == lists_.end() ? nullptr : &at->second;
}

std::string Reference::unemployment_reason_of(std::string_view end_reason) const {
    const auto at = unemployment_reasons_.find(end_reason);
    return at == unemployment_reasons_.end() ? std::string{} : at->second;
}

std::string Reference::region_name(std::string_view six_digits) const {
    const auto at = region_names_.find(six_digits);
    return at == region_names_.end() ? std::string{} : at->second;
}

}  // namespace leye::reference
