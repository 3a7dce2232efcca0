#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace leye::table {

/// Ids that no element of a file has. Invariant: none is given twice, nor one that the file has had since it
/// was read.
class FreshIds {
  public:
    explicit FreshIds(std::set<std::string, std::less<>> taken) : taken_(std::move(taken)) {}

    /// Whether `id` was free; it is taken from then on.
    bool take(const std::string& id) { return taken_.insert(id).second; }
    /// «rule_12» → «rule_13» where 12 is the highest of its kind; `otherwise` and a number where `id` does
    /// not end in one.
    std::string like(std::string_view id, std::string_view otherwise);

  private:
    std::set<std::string, std::less<>> taken_;
    std::map<std::string, long, std::less<>> last_;  ///< by what stands before the number
};

}  // namespace leye::table
