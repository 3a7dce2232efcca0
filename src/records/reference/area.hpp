#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace leye::reference {

/// A place of the administrative tree, in force or retired. Codes have 6 digits down to the county (GB/T 2260
/// and the statistical zones), 9 digits for a township. Invariant: the parent of every area but the province
/// exists.
struct Area {
    std::string code;    ///< "370102", "370102001"
    std::string name;    ///< "历下区"
    std::string parent;  ///< code of the area above, empty for the province
    int level = 0;       ///< 1 province, 2 city, 3 county, 4 township
    std::optional<Date> from,
        until;              ///< half-open; empty where it began before, or lasts beyond, the vintages read
    std::string successor;  ///< code that took over from a retired area, empty where several or none did
    bool zone = false;      ///< a functional zone with a statistical code only: no county of its own
    bool in_force(Date on) const { return (!from || *from <= on) && (!until || on < *until); }
};

/// Every area of the province with its vintages. Immutable; safe for many threads; pointers live as long as
/// it does.
class Areas {
  public:
    Areas() = default;
    /// Builds the tree. Fails: reference_file (details: sentence) for a doubled code, an unknown parent or
    /// successor.
    static Result<Areas> of(std::vector<Area> areas);

    /// The area, in force or retired; nullptr where the code never existed. Cost: O(1).
    const Area* find(std::string_view code) const;
    /// The area in force on `on` that stands for `code`: itself, or the end of its chain of successors.
    /// nullptr for an unknown code and for a retired one without a successor.
    const Area* find_current(std::string_view code, Date on) const;
    /// The areas right below `parent` in force on `on`, by code.
    std::vector<const Area*> children(std::string_view parent, Date on) const;
    /// From the province down to the area itself; empty for an unknown code.
    std::vector<const Area*> path(std::string_view code) const;
    /// Areas whose full name contains `text` or whose code begins with it: in force before retired, higher
    /// levels first, at most `limit`. `text` may name the levels above too: «历下区解放路». Cost: linear in
    /// all areas.
    std::vector<const Area*> search(std::string_view text, int limit, Date on) const;
    /// «山东省济南市历下区»; empty for an unknown code.
    std::string full_name(std::string_view code) const;
    /// True where `code` is `above` or lies below it; a retired code is asked under its own parents and under
    /// those of its successor.
    bool is_within(std::string_view code, std::string_view above) const;
    /// All areas, by code.
    const std::vector<Area>& all() const { return areas_; }

  private:
    std::vector<Area> areas_;
    std::vector<std::string> full_names_;
    std::unordered_map<std::string, size_t> by_code_;
    std::unordered_map<std::string, std::vector<size_t>> by_parent_;
};

}  // namespace leye::reference
