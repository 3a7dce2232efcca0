#include "records/reference/area.hpp"

#include <algorithm>
#include <tuple>

namespace leye::reference {
namespace {

/// Longest chain of successors or parents that is followed; real ones have two or three.
constexpr int chain_max = 8;

tl::unexpected<Refusal> fault(const std::string& sentence) {
    return refuse("reference_file", {}, {{"file", "areas.csv"}, {"line", "0"}, {"sentence", sentence}});
}

}  // namespace

Result<Areas> Areas::of(std::vector<Area> areas) {
    Areas out;
    std::sort(areas.begin(), areas.end(), [](const Area& a, const Area& b) { return a.code < b.code; });
    out.areas_ = std::move(areas);
    for (size_t i = 0; i < out.areas_.size(); ++i)
        if (!out.by_code_.emplace(out.areas_[i].code, i).second)
            return fault("area " + out.areas_[i].code + " twice");
    for (size_t i = 0; i < out.areas_.size(); ++i) {
        const Area& area = out.areas_[i];
        const Area* parent = out.find(area.parent);
        if (area.parent.empty() != (area.level == 1))
            return fault("area " + area.code + ": only a province has no parent");
        if (!area.parent.empty() && (!parent || parent->level != area.level - 1))
            return fault("area " + area.code + ": no parent " + area.parent + " one level above");
        if (!area.successor.empty() && !out.find(area.successor))
            return fault("area " + area.code + ": unknown successor " + area.successor);
        if (!area.parent.empty()) out.by_parent_[area.parent].push_back(i);
    }
    out.full_names_.reserve(out.areas_.size());
    for (const Area& area : out.areas_) {
        std::string name;
        for (const Area* step : out.path(area.code)) name += step->name;
        out.full_names_.push_back(std::move(name));
    }
    return out;
}

const Area* Areas::find(std::string_view code) const {
    const auto at = by_code_.find(std::string(code));
    return at == by_code_.end() ? nullptr : &areas_[at->second];
}

const Area* Areas::find_current(std::string_view code, Date on) const {
    const Area* area = find(code);
    for (int i = 0; area && !area->in_force(on) && i < chain_max; ++i) {
        if (area->until && *area->until <= on)
            area = area->successor.empty() ? nullptr : find(area->successor);
        else
            return nullptr;
    }
    return area && area->in_force(on) ? area : nullptr;
}

std::vector<const Area*> Areas::children(std::string_view parent, Date on) const {
    std::vector<const Area*> out;
    if (const auto at = by_parent_.find(std::string(parent)); at != by_parent_.end())
        for (const size_t i : at->second)
            if (areas_[i].in_force(on)) out.push_back(&areas_[i]);
    return out;
}

std::vector<const Area*> Areas::path(std::string_view code) const {
    std::vector<const Area*> out;
    for (const Area* area = find(code); area && out.size() < chain_max; area = find(area->parent))
        out.push_back(area);
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<const Area*> Areas::search(std::string_view text, int limit, Date on) const {
    std::vector<const Area*> out;
    if (text.empty() || limit <= 0) return out;
    const auto own_name = [&](const Area* area) { return area->name.find(text) != std::string::npos; };
    const auto all_parts_found = [&](size_t i) {
        // «历下区解放路» and «济南解放路»: the characters in order, so that a level may be left out.
        const std::string& full = full_names_[i];
        if (full.find(text) != std::string::npos) return true;
        if (areas_[i].level == 1 || text.size() < 6) return false;
        size_t at = 0;
        for (size_t begin = 0; begin < text.size();) {
            size_t end = begin + 1;
            while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
            at = full.find(text.substr(begin, end - begin), at);
            if (at == std::string::npos) return false;
            at += end - begin;
            begin = end;
        }
        return true;
    };
    for (size_t i = 0; i < areas_.size(); ++i)
        if (areas_[i].code.starts_with(text) || all_parts_found(i)) out.push_back(&areas_[i]);
    const auto rank = [&](const Area* area) {
        return std::tuple(!area->in_force(on), !own_name(area), area->level);
    };
    std::stable_sort(out.begin(), out.end(), [&](const Area* a, const Area* b) { return rank(a) < rank(b); });
    if (out.size() > static_cast<size_t>(limit)) out.resize(static_cast<size_t>(limit));
    return out;
}

std::string Areas::full_name(std::string_view code) const {
    const auto at = by_code_.find(std::string(code));
    return at == by_code_.end() ? std::string{} : full_names_[at->second];
}

bool Areas::is_within(std::string_view code, std::string_view above) const {
    const Area* area = find(code);
    for (int i = 0; area && i < chain_max; ++i) {
        for (const Area* step : path(area->code))
            if (step->code == above) return true;
        area = area->successor.empty() ? nullptr : find(area->successor);
    }
    return false;
}

}  // namespace leye::reference
