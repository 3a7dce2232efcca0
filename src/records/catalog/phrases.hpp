#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.hpp"

namespace leye::catalog {

/// One sentence in both languages.
struct Phrase {
    std::string zh, en;
};

/// The short phrases of catalog/phrases/*.yaml, by key. Immutable, safe for many threads.
class Phrases {
  public:
    /// out: what is wrong, as sentences with file and line, in `faults`.
    static Phrases load(const std::string& catalog_dir, std::vector<std::string>& faults);
    /// The phrase as it stands; Bug for an unknown key.
    const Phrase& get(std::string_view key) const;
    /// The phrase with {name} filled in from `values`.
    Phrase get(std::string_view key, const std::map<std::string, std::string>& values) const;
    /// nullptr for an unknown key.
    const Phrase* find(std::string_view key) const;
    bool has(std::string_view key) const { return find(key) != nullptr; }

  private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_map<std::string, Phrase, Hash, std::equal_to<>> by_key_;
};

/// `text` with each {name} replaced by its value; names without a value stay.
std::string filled(std::string_view text, const std::map<std::string, std::string>& values);

}  // namespace leye::catalog
