#include "app/demo/margins.hpp"

#include <unordered_map>

#include "records/reference/code_table.hpp"

namespace leye::demo {
namespace {

/// Few people above 59 still come for work; they would leave too few for the shares of working people.
constexpr int oldest_band = 55;

std::optional<uint32_t> whole(const std::string& cell) {
    if (cell.empty() || cell.size() > 9 || cell.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return static_cast<uint32_t>(std::stoul(cell));
}

/// Nobody counts townships in the census by county: a street holds twice as many as a town, a zone's office
/// as a town.
uint32_t share_of(const reference::Area& township) {
    return township.name.ends_with("街道") ? 2 : 1;
}

void spread(Margins& margins, const std::vector<const reference::Area*>& townships, uint32_t persons) {
    uint32_t shares = 0;
    for (const auto* township : townships) shares += share_of(*township);
    for (const auto* township : townships) {
        margins.townships.push_back(township->code);
        margins.township_weights.push_back(persons / 10 * share_of(*township) / shares + 1);
    }
}

}  // namespace

Result<Margins> Margins::load(const std::string& catalog_dir, const reference::Reference& reference,
                              Date today) {
    Margins out;
    auto counties =
        reference::CodeTable::read(catalog_dir + "/codes/demo_counties.csv", {"code", "population"});
    if (!counties) return tl::unexpected(std::move(counties.error()));
    for (const auto& [line, cells] : counties->rows) {
        const auto persons = whole(cells[1]);
        const auto townships = reference.areas().children(cells[0], today);
        if (!persons || townships.empty())
            return counties->fault(line, "a county with townships and a number are wanted");
        spread(out, townships, *persons);
    }
    auto margins = reference::CodeTable::read(catalog_dir + "/codes/demo_margins.csv",
                                              {"margin", "sex", "key", "per_million"});
    if (!margins) return tl::unexpected(std::move(margins.error()));
    for (const auto& [line, cells] : margins->rows) {
        const auto share = whole(cells[3]);
        if (!share) return margins->fault(line, "a whole number is wanted");
        if (cells[0] == "sex" && cells[2] == "male") {
            out.male_per_million = *share;
        } else if (cells[0] == "age" && whole(cells[2]).value_or(99) <= oldest_band) {
            out.age_from.push_back(std::stoi(cells[2]));
            out.age_weights.push_back(*share);
        } else if (cells[0] == "education") {
            if (cells[1] == "male") out.education.push_back(cells[2]);
            out.education_weights[cells[1] == "male" ? 0 : 1].push_back(*share);
        }
    }
    if (out.male_per_million == 0 || out.age_from.empty() || out.education.empty() ||
        out.education_weights[0].size() != out.education_weights[1].size())
        return margins->fault(0, "sex, age and education of both sexes are wanted");
    return out;
}

}  // namespace leye::demo
