#pragma once
#include <array>
#include <cstddef>

#include "engine/table/words.hpp"

namespace leye::table::layout {

/// The rows above the rules, from 0, and the words in column A that name them.
enum Row : size_t {
    name_row,
    policy_row,
    part_row,
    label_row,
    expression_row,
    type_row,
    allowed_row,
    fallback_row,
    id_row,
    rules_row
};
inline constexpr std::array<Word, rules_row> heads{word::decision_table, word::hit_policy, word::part,
                                                   word::label,          word::expression, word::type,
                                                   word::allowed,        word::fallback,   word::column_id};

}  // namespace leye::table::layout
