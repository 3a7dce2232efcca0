#pragma once
#include <string_view>

namespace leye::table {

enum class Language { zh, en };

/// A word in both languages.
struct Word {
    std::string_view zh, en;
    std::string_view in(Language language) const { return language == Language::zh ? zh : en; }
};

namespace word {
inline constexpr Word decision_table{"决策表", "Decision table"}, hit_policy{"命中策略", "Hit policy"},
    part{"类别", "Part"}, label{"标题", "Label"}, expression{"表达式", "Expression"}, type{"类型", "Type"},
    allowed{"可选值", "Allowed values"}, fallback{"缺省值", "Default"}, column_id{"列编号", "Column id"},
    input{"条件", "Condition"}, output{"结果", "Result"}, annotation{"说明", "Note"},
    rule_id{"规则编号", "Rule id"}, rule{"规则", "Rule"};
}  // namespace word

/// What a hit policy means, in a sentence; empty for one that is unknown.
Word meaning_of(std::string_view hit_policy);

}  // namespace leye::table
