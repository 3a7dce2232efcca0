#include "engine/feel/evaluate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/commands.hpp"
#include "base/clock.hpp"
#include "engine/feel/conformance.hpp"

namespace leye::app {
namespace {

int complain(const Refusal& why, const std::string& expression) {
    const auto detail = [&](const char* key) {
        return why.details.contains(key) ? why.details.at(key) : std::string();
    };
    fmt::print(stderr, "{}\n{:>{}}\n{}: {}\n", expression, '^', std::atoi(detail("at").c_str()), why.code,
               detail("sentence"));
    return 2;
}

}  // namespace

int run_feel(const std::string& expression, const std::string& context, const Output& out) {
    feel::Context names;
    if (!context.empty()) {
        auto given = json::parse(context);
        if (!given || !given->is_object()) {
            fmt::print(stderr, "--context wants a JSON object: {{\"age\": 20}}\n");
            return 2;
        }
        names = *feel::of_json(*given).as_context();
    }
    feel::Scope scope;
    for (const auto& [name, _] : names) scope.insert(name);
    const auto tree = feel::parse_expression(expression, scope);
    if (!tree) return complain(tree.error(), expression);
    feel::Run run{SystemClock().now()};
    const feel::Value value = feel::evaluate(
        **tree, std::make_shared<const feel::Frame>(feel::Frame{nullptr, std::move(names)}), run);
    if (out.json) {
        fmt::print("{}\n", json::print(json::Object{{"value", feel::to_json(value)},
                                                    {"diagnostics", json::write(run.diagnostics)}}));
    } else {
        fmt::print("{}\n", feel::literal_of(value));
        for (const auto& d : run.diagnostics) fmt::print(stderr, "null because: {}\n", d);
    }
    return 0;
}

int run_conformance(const std::string& dir, const std::string& csv, const Output& out) {
    const auto folders = feel::conformance_folders(dir);
    if (folders.empty()) {
        fmt::print(stderr, "{}: there is no *-test-*.xml here or below\n", dir);
        return 2;
    }
    std::vector<feel::ConformanceCase> cases;
    {
        Progress progress("folders", static_cast<int64_t>(folders.size()));
        for (size_t i = 0; i < folders.size(); ++i) {
            progress.at(static_cast<int64_t>(i));
            for (auto& c : feel::run_conformance(folders[i])) cases.push_back(std::move(c));
        }
    }
    if (!csv.empty()) {
        std::ofstream file(csv, std::ios::binary);
        file << feel::conformance_csv(cases);
        if (!file.flush()) {
            fmt::print(stderr, "{} cannot be written\n", csv);
            return 2;
        }
    }
    const auto passed = std::ranges::count_if(cases, &feel::ConformanceCase::passed);
    if (out.json) {
        fmt::print("{}\n", json::print(json::Object{{"cases", cases.size()}, {"passed", passed}}));
    } else {
        fmt::print("{}", feel::conformance_counts(cases));
        for (const auto& c : cases)
            if (!c.passed) fmt::print("{} {} {}: {}\n", c.folder, c.file, c.test_case, c.comment);
    }
    return static_cast<size_t>(passed) == cases.size() ? 0 : 1;
}

}  // namespace leye::app
