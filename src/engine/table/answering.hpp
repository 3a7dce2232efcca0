#pragma once
#include "engine/table/difference.hpp"

namespace leye::table {

/// What a table answers where it is known which of its rules hold.
class Answering {
  public:
    /// in: `outputs` are the names that count.
    Answering(const feel::DecisionTable& table, const std::vector<std::string>& outputs);

    /// in: numbers from 0, ascending, of the rules that hold, under FIRST the first alone.
    Answer of(const std::vector<uint32_t>& rules) const;
    /// The outputs of one rule, as text; the same where they are the same.
    const std::vector<std::string>& row(uint32_t rule) const { return rows_[rule]; }

  private:
    const feel::DecisionTable& table_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::optional<feel::Value>> numbers_;  ///< of the only output, for an aggregation
    std::optional<std::vector<std::string>> fallback_;
    std::optional<std::vector<std::vector<size_t>>> ranks_;
};

/// Whether the policy's answer depends on the order of rules.
bool is_ordered(feel::HitPolicy policy);

}  // namespace leye::table
