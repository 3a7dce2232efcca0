#include <fmt/format.h>

#include <map>

#include "engine/feel/conformance.hpp"

namespace leye::feel {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"') out += '"';
        out += c == '\n' || c == '\r' ? ' ' : c;
    }
    return out + '"';
}

struct Count {
    size_t all = 0, passed = 0, valued = 0, valued_passed = 0;
    void add(const ConformanceCase& c) {
        ++all, passed += c.passed;
        valued += c.expects_value, valued_passed += c.expects_value && c.passed;
    }
    std::string line(const std::string& of) const {
        return fmt::format("{:<44} {:>5} / {:<5} {:>5} / {:<5}{}\n", of, passed, all, valued_passed, valued,
                           passed == all ? "" : " *");
    }
};

}  // namespace

std::string conformance_csv(const std::vector<ConformanceCase>& cases) {
    std::string out;
    for (const auto& c : cases)
        out += fmt::format("{},{},{},{},{}\n", quoted(c.folder), quoted(c.file), quoted(c.test_case),
                           quoted(c.passed ? "SUCCESS" : "ERROR"), quoted(c.comment));
    return out;
}

std::string conformance_counts(const std::vector<ConformanceCase>& cases) {
    std::map<std::string, Count> levels, topics;
    Count whole;
    for (const auto& c : cases) {
        const size_t slash = c.folder.find('/');
        const std::string name = c.folder.substr(slash + 1);
        levels[c.folder.substr(0, slash)].add(c);
        topics[name.substr(std::min(name.find_first_not_of("0123456789-"), name.size()))].add(c);
        whole.add(c);
    }
    std::string out = fmt::format("{:<44} {:>13} {:>13}\n", "", "passed / all", "with a value");
    for (const auto& [name, count] : topics) out += count.line(name);
    for (const auto& [name, count] : levels) out += count.line(name);
    return out + whole.line("all");
}

}  // namespace leye::feel
