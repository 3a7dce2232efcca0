#pragma once
#include <yaml-cpp/yaml.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "records/catalog/words.hpp"

namespace leye::catalog {

/// A place in a YAML file that knows its file and line and collects faults instead of stopping at the first.
class YamlNode {
  public:
    YamlNode(YAML::Node node, std::string file, std::vector<std::string>& faults);
    /// The whole file; an empty map and a fault where it cannot be read.
    static YamlNode load(const std::string& file, std::vector<std::string>& faults);
    /// As `load`, of a text that was read already.
    static YamlNode parse(std::string_view text, const std::string& file, std::vector<std::string>& faults);

    bool is_map() const { return node_.IsMap(); }
    bool is_list() const { return node_.IsSequence(); }
    bool has(std::string_view key) const;
    /// The value under a key; a null place with a fault where it is missing and `required`.
    YamlNode get(std::string_view key, bool required = true) const;
    std::vector<YamlNode> list() const;
    std::vector<std::pair<std::string, YamlNode>> entries() const;
    bool is_null() const { return !node_.IsDefined() || node_.IsNull(); }

    std::string text() const;
    int integer(int least, int most) const;
    bool boolean() const;
    Words words() const;
    std::string one_of(const std::vector<std::string_view>& allowed) const;
    /// Any value as JSON: null, booleans, integers, text, lists and maps.
    json::Value value() const;

    /// Reports keys that nobody knows.
    void only(const std::vector<std::string_view>& keys) const;
    void fault(const std::string& sentence) const;
    std::string place() const;

  private:
    YAML::Node node_;
    std::string file_;
    std::vector<std::string>* faults_;
};

/// The YAML files of a folder by name; a fault where the folder is missing.
std::vector<std::string> yaml_files(const std::string& folder, std::string_view ending, std::vector<std::string>& faults);

}  // namespace leye::catalog
