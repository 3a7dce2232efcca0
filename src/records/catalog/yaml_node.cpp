#include "records/catalog/yaml_node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace leye::catalog {

YamlNode::YamlNode(YAML::Node node, std::string file, std::vector<std::string>& faults)
    : node_(std::move(node)), file_(std::move(file)), faults_(&faults) {}

YamlNode YamlNode::load(const std::string& file, std::vector<std::string>& faults) {
    try {
        return {YAML::LoadFile(file), file, faults};
    } catch (const YAML::Exception& e) {
        faults.push_back(fmt::format("{}:{}: {}", file, e.mark.line + 1, e.msg));
        return {YAML::Node(YAML::NodeType::Map), file, faults};
    }
}

YamlNode YamlNode::parse(std::string_view text, const std::string& file, std::vector<std::string>& faults) {
    try {
        return {YAML::Load(std::string(text)), file, faults};
    } catch (const YAML::Exception& e) {
        faults.push_back(fmt::format("{}:{}: {}", file, e.mark.line + 1, e.msg));
        return {YAML::Node(YAML::NodeType::Map), file, faults};
    }
}

std::string YamlNode::place() const {
    const auto mark = node_.IsDefined() ? node_.Mark() : YAML::Mark::null_mark();
    return fmt::format("{}:{}", file_, mark.is_null() ? 1 : mark.line + 1);
}

void YamlNode::fault(const std::string& sentence) const { faults_->push_back(place() + ": " + sentence); }

bool YamlNode::has(std::string_view key) const { return node_.IsMap() && node_[std::string(key)].IsDefined(); }

YamlNode YamlNode::get(std::string_view key, bool required) const {
    if (has(key)) return {node_[std::string(key)], file_, *faults_};
    if (required) fault(fmt::format("{} is missing", key));
    return {YAML::Node(), file_, *faults_};
}

std::vector<YamlNode> YamlNode::list() const {
    std::vector<YamlNode> out;
    if (is_null()) return out;
    if (!node_.IsSequence()) return fault("a list is wanted"), out;
    for (const auto& item : node_) out.emplace_back(item, file_, *faults_);
    return out;
}

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
    std::vector<std::pair<std::string, YamlNode>> out;
    if (is_null()) return out;
    if (!node_.IsMap()) return fault("a map is wanted"), out;
    for (const auto& entry : node_) out.emplace_back(entry.first.as<std::string>(), YamlNode(entry.second, file_, *faults_));
    return out;
}

std::string YamlNode::text() const {
    if (is_null()) return {};
    if (!node_.IsScalar()) return fault("a text is wanted"), std::string();
    return node_.Scalar();
}

int YamlNode::integer(int least, int most) const {
    if (is_null()) return least;
    int n = 0;
    const std::string s = node_.IsScalar() ? node_.Scalar() : "";
    const auto [end, failed] = std::from_chars(s.data(), s.data() + s.size(), n);
    if (failed != std::errc() || end != s.data() + s.size() || n < least || n > most)
        return fault(fmt::format("a whole number from {} to {} is wanted", least, most)), least;
    return n;
}

bool YamlNode::boolean() const {
    if (is_null()) return false;
    const std::string s = node_.IsScalar() ? node_.Scalar() : "";
    if (s != "true" && s != "false") fault("true or false is wanted");
    return s == "true";
}

Words YamlNode::words() const {
    if (is_null()) return {};
    if (!node_.IsMap()) return fault("a text in zh and en is wanted"), Words{};
    only({"zh", "en"});
    Words out{get("zh").text(), get("en").text()};
    if (has("zh") && out.zh.empty()) fault("zh is empty");
    if (has("en") && out.en.empty()) fault("en is empty");
    return out;
}

std::string YamlNode::one_of(const std::vector<std::string_view>& allowed) const {
    std::string s = text();
    if (!is_null() && std::ranges::find(allowed, s) == allowed.end()) fault(fmt::format("«{}» is none of {}", s, fmt::join(allowed, ", ")));
    return s;
}

json::Value YamlNode::value() const {
    if (is_null()) return nullptr;
    if (node_.IsSequence()) {
        json::Array out;
        for (const auto& item : list()) out.push_back(item.value());
        return out;
    }
    if (node_.IsMap()) {
        json::Object out;
        for (const auto& [key, item] : entries()) out[key] = item.value();
        return out;
    }
    const std::string s = node_.Scalar();
    if (node_.Tag() == "!") return json::Value(s);  // quoted
    if (s == "true" || s == "false") return s == "true";
    int64_t n = 0;
    const auto [end, failed] = std::from_chars(s.data(), s.data() + s.size(), n);
    if (failed == std::errc() && end == s.data() + s.size()) return n;
    return json::Value(s);
}

void YamlNode::only(const std::vector<std::string_view>& keys) const {
    for (const auto& [key, item] : entries())
        if (std::ranges::find(keys, key) == keys.end()) item.fault(fmt::format("there is no key {} here; known are {}", key, fmt::join(keys, ", ")));
}

std::vector<std::string> yaml_files(const std::string& folder, std::string_view ending, std::vector<std::string>& faults) {
    std::vector<std::string> out;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
        if (entry.path().filename().string().ends_with(ending)) out.push_back(entry.path());
    if (failed) faults.push_back(folder + ": the folder cannot be read");
    std::ranges::sort(out);
    return out;
}

}  // namespace leye::catalog
