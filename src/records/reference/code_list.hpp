#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace leye::reference {

/// One value of a code list.
struct Code {
    std::string code;      ///< the value in JSON and in the database: "fixed_term"
    std::string zh, en;    ///< what people read
    std::string official;  ///< the number in the national or the ministry's list, empty where none is known
};

/// A small closed list, one file in catalog/codes/lists. Invariant: not empty, codes differ.
struct CodeList {
    std::string name;  ///< "contract_kind"
    std::vector<Code> codes;
    const Code* find(std::string_view code) const;
};

}  // namespace leye::reference
