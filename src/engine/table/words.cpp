#include "engine/table/words.hpp"

#include <utility>

namespace leye::table {

Word meaning_of(std::string_view hit_policy) {
    static constexpr std::pair<std::string_view, Word> meanings[] = {
        {"UNIQUE", {"至多一条规则成立", "at most one rule holds"}},
        {"FIRST", {"自上而下，取第一条成立的规则", "from the top, the first rule that holds"}},
        {"PRIORITY",
         {"成立的规则里，取结果排在最前的一条",
          "of the rules that hold, the one whose result ranks highest"}},
        {"ANY", {"可有几条成立，结果必须相同", "several rules may hold if their results agree"}},
        {"COLLECT", {"取全部成立的规则，不分先后", "all rules that hold, in no order"}},
        {"RULE ORDER", {"取全部成立的规则，按规则先后", "all rules that hold, in the order of the rules"}},
        {"OUTPUT ORDER",
         {"取全部成立的规则，按结果排位", "all rules that hold, in the order of their results"}},
    };
    for (const auto& [name, meaning] : meanings)
        if (name == hit_policy) return meaning;
    return {};
}

}  // namespace leye::table
