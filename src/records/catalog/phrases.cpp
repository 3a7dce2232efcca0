#include "records/catalog/phrases.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>

namespace leye::catalog {

std::string filled(std::string_view text, const std::map<std::string, std::string>& values) {
    std::string out;
    for (size_t i = 0; i < text.size();) {
        const size_t open = text.find('{', i);
        const size_t close = open == text.npos ? text.npos : text.find('}', open);
        if (close == text.npos) return out.append(text.substr(i));
        out.append(text.substr(i, open - i));
        const auto it = values.find(std::string(text.substr(open + 1, close - open - 1)));
        out.append(it == values.end() ? text.substr(open, close - open + 1) : std::string_view(it->second));
        i = close + 1;
    }
    return out;
}

Phrases Phrases::load(const std::string& catalog_dir, std::vector<std::string>& faults) {
    Phrases out;
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(catalog_dir + "/phrases", failed))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    if (failed) faults.push_back(catalog_dir + "/phrases: cannot be read");
    std::ranges::sort(files);
    for (const auto& file : files) {
        YAML::Node root;
        try {
            root = YAML::LoadFile(file.string());
        } catch (const YAML::Exception& e) {
            faults.push_back(fmt::format("{}:{}: {}", file.string(), e.mark.line + 1, e.msg));
            continue;
        }
        for (const auto& entry : root) {
            const std::string key = entry.first.as<std::string>();
            const YAML::Node& value = entry.second;
            const std::string place = fmt::format("{}:{}", file.string(), entry.first.Mark().line + 1);
            if (!value.IsMap() || !value["zh"] || !value["en"] || value.size() != 2)
                faults.push_back(place + ": " + key + " must have exactly zh and en");
            else if (!out.by_key_.emplace(key, Phrase{value["zh"].as<std::string>(), value["en"].as<std::string>()}).second)
                faults.push_back(place + ": " + key + " stands twice");
        }
    }
    return out;
}

const Phrase* Phrases::find(std::string_view key) const {
    const auto it = by_key_.find(key);
    return it == by_key_.end() ? nullptr : &it->second;
}

const Phrase& Phrases::get(std::string_view key) const {
    const Phrase* phrase = find(key);
    if (!phrase) throw Bug("no phrase " + std::string(key));
    return *phrase;
}

Phrase Phrases::get(std::string_view key, const std::map<std::string, std::string>& values) const {
    const Phrase& phrase = get(key);
    return {filled(phrase.zh, values), filled(phrase.en, values)};
}

}  // namespace leye::catalog
