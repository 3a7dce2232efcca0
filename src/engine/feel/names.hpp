#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/feel/lexer.hpp"
#include "engine/feel/parser.hpp"

namespace leye::feel {

/// Names by their tokens, for longest match; names can be added and taken back like a stack.
class Names {
  public:
    void add(const std::string& name);
    void add(const Scope& names) {
        for (const auto& n : names) add(n);
    }
    size_t mark() const { return added_.size(); }
    void back_to(size_t mark);
    /// How many tokens the longest known name at the front takes (0: none), and that name.
    size_t match(std::span<const Token> tokens, std::string& name) const;

  private:
    struct Known {
        std::vector<std::string> tokens;
        std::string name;
    };
    std::map<std::string, std::vector<Known>, std::less<>> by_first_;
    std::vector<std::string> added_;
};

/// Spaces within a name as one, none around it.
std::string normal_name(std::string_view name);
bool is_keyword(std::string_view word);

}  // namespace leye::feel
