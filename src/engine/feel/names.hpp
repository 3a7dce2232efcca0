#pragma once
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/feel/lexer.hpp"
#include "engine/feel/parser.hpp"

namespace leye::feel {

/// Names by their tokens, for longest match; names can be added and taken back like a stack. Those of `below` are known too,
/// so that what many expressions share is taken apart once.
class Names {
  public:
    explicit Names(const Names* below = nullptr) : below_(below) {}
    void add(const std::string& name);
    void add(const Scope& names) {
        for (const auto& n : names) add(n);
    }
    size_t mark() const { return added_.size(); }
    void back_to(size_t mark);
    /// How many tokens the longest known name at the front takes (0: none), and that name.
    size_t match(std::span<const Token> tokens, std::string& name) const;

  private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> next;  ///< by the token that follows
        int ends = 0;                                                    ///< how often a name that ends here was added
        std::string name;
    };
    const Names* below_;
    std::unique_ptr<Node> root_;
    std::vector<Node*> added_;
};

/// Spaces within a name as one, none around it.
std::string normal_name(std::string_view name);
bool is_keyword(std::string_view word);
/// Of the built-in functions: what a `Names` that an expression reads by begins with.
const Names& builtin_names();

}  // namespace leye::feel
