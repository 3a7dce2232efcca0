#include "engine/table/priority.hpp"

#include "engine/table/expression.hpp"

namespace leye::table {

std::optional<std::vector<std::vector<size_t>>> ranks_of(const feel::DecisionTable& table) {
    std::vector<std::vector<size_t>> out;
    for (const auto& rule : table.rules) {
        auto& ranks = out.emplace_back();
        for (size_t o = 0; o < table.outputs.size() && o < table.columns.size(); ++o) {
            const auto& list = table.columns[o].priorities;
            if (!constant_of(*rule.outputs[o])) return std::nullopt;
            size_t rank = 0;
            while (rank < list.size() && !is_same(*list[rank], *rule.outputs[o])) ++rank;
            ranks.push_back(rank);
        }
    }
    return out;
}

}  // namespace leye::table
