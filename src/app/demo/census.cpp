#include "app/demo/census.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "records/reference/code_table.hpp"

namespace leye::demo {
namespace {

using reference::CodeTable;

std::optional<double> whole(const std::string& cell) {
    int64_t value = 0;
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (fault != std::errc{} || end != cell.data() + cell.size() || value < 0) return std::nullopt;
    return static_cast<double>(value);
}

template <size_t N>
double* cell_of(std::array<double, N>& cells, const std::array<std::string_view, N>& keys, std::string_view key) {
    const auto at = std::ranges::find(keys, key);
    return at == keys.end() ? nullptr : &cells[static_cast<size_t>(at - keys.begin())];
}

constexpr std::array<std::string_view, 3> elsewhere{"county", "province", "beyond"};
constexpr std::array<std::string_view, household_forms> forms{"alone", "one_generation", "two_generations", "three_generations"};
constexpr std::array<std::string_view, school_levels> levels{"none", "primary", "junior_high", "senior_high", "college", "bachelor"};

/// Where the share of a row belongs; nullptr for a margin that nobody knows.
double* place_of(CensusArea& area, const std::string& margin, const std::string& key) {
    if (margin == "persons") return &area.persons;
    if (margin == "sex") return &area.male;
    if (margin == "urban") return &area.urban;
    if (margin == "registered_elsewhere") return cell_of(area.registered_elsewhere, elsewhere, key);
    if (margin == "in_family_households") return &area.in_family_households;
    if (margin == "household_size") return &area.household_size;
    if (margin == "household") return cell_of(area.households, forms, key);
    if (margin == "education_male") return cell_of(area.schooling[0], levels, key);
    if (margin == "education_female") return cell_of(area.schooling[1], levels, key);
    if (margin == "employed") return &area.employed;
    if (margin == "section" && key.size() == 1 && key[0] >= 'A' && key[0] <= 'T') return &area.sections[static_cast<size_t>(key[0] - 'A')];
    const auto from = whole(key);
    if (margin == "age" && from && *from <= 85) return &area.ages[static_cast<size_t>(*from) / 5];
    return nullptr;
}

/// Rounded shares add up to 1 again.
template <size_t N>
bool fill_up(std::array<double, N>& shares) {
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    return sum > 0.98 && sum < 1.02;
}

bool fill_up(CensusArea& area) {
    return area.persons > 0 && area.male > 0 && area.in_family_households > 0 && area.household_size >= 1 && fill_up(area.households) && fill_up(area.ages) &&
           fill_up(area.schooling[0]) && fill_up(area.schooling[1]) && fill_up(area.sections) && area.employed > 0;
}

/// Adds the areas of the file; `index` gives the place of each code.
Result<void> add_areas(const std::string& file, std::vector<CensusArea>& areas, std::map<std::string, size_t>& index) {
    auto table = CodeTable::read(file, {"area", "margin", "key", "per_million"});
    if (!table) return tl::unexpected(std::move(table.error()));
    std::set<size_t> added;
    for (const auto& [line, cells] : table->rows) {
        const auto value = whole(cells[3]);
        if (!index.contains(cells[0])) index[cells[0]] = areas.size(), areas.emplace_back();
        added.insert(index[cells[0]]);
        double* place = place_of(areas[index[cells[0]]], cells[1], cells[2]);
        if (!place || !value) return table->fault(line, "a known margin and a whole number are wanted");
        *place += cells[1] == "persons" ? *value : *value / 1e6;
    }
    for (const size_t area : added)
        if (!fill_up(areas[area])) return table->fault(0, "an area lacks a margin, or its shares do not add up");
    return {};
}

}  // namespace

Result<Census> Census::load(const std::string& catalog_dir, const reference::Reference& reference, Date today, const std::string& county_margins) {
    Census out;
    std::map<std::string, size_t> index;
    for (const auto& file : {catalog_dir + "/codes/population_margins.csv", county_margins})
        if (!file.empty())
            if (auto added = add_areas(file, out.areas, index); !added) return tl::unexpected(std::move(added.error()));
    auto counties = CodeTable::read(catalog_dir + "/codes/demo_counties.csv", {"code", "population"});
    if (!counties) return tl::unexpected(std::move(counties.error()));
    for (const auto& [line, cells] : counties->rows) {
        const auto persons = whole(cells[1]);
        const auto own = index.find(cells[0]), city = index.find(cells[0].substr(0, 4) + "00");
        if (!persons || (own == index.end() && city == index.end())) return counties->fault(line, "a county of a city with margins and a number are wanted");
        CensusCounty county{.code = cells[0], .persons = *persons, .area = own != index.end() ? own->second : city->second, .streets = {}, .other_places = {}};
        for (const auto* township : reference.areas().children(cells[0], today))
            (township->name.ends_with("街道") ? county.streets : county.other_places).push_back(township->code);
        if (county.streets.empty() && county.other_places.empty()) return counties->fault(line, "a county with townships is wanted");
        out.counties.push_back(std::move(county));
    }
    return out;
}

}  // namespace leye::demo
