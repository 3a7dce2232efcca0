#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "engine/feel/conformance.hpp"

/// Usage: test_conformance KIT [FOLDER-PART]: runs the kit, prints the failures as CSV and the counts per level.
int main(int argc, char** argv) {
    namespace fs = std::filesystem;
    const fs::path kit = argc > 1 ? argv[1] : "../shared/tck";
    const std::string part = argc > 2 ? argv[2] : "";
    if (!fs::exists(kit)) {
        fmt::print("skipped: the DMN conformance kit is not at {}\n", kit.string());
        return 0;
    }
    size_t passed = 0, all = 0;
    std::set<fs::path> levels;
    for (const auto& level : fs::directory_iterator(kit))
        if (level.is_directory()) levels.insert(level.path());
    for (const auto& level : levels) {
        size_t nodes = 0, good = 0, valued = 0, valued_good = 0;
        std::map<std::string, bool> cases;
        std::set<fs::path> folders;
        for (const auto& f : fs::directory_iterator(level))
            if (f.is_directory() && f.path().string().find(part) != std::string::npos) folders.insert(f.path());
        for (const auto& folder : folders)
            for (const auto& row : leye::feel::run_conformance(folder.string())) {
                ++nodes, good += row.passed, valued += row.expects_value, valued_good += row.passed && row.expects_value;
                auto& held = cases.try_emplace(row.folder + "/" + row.file + "/" + row.test_case, true).first->second;
                held = held && row.passed;
                if (!row.passed) fmt::print("{},{},{},{},ERROR,{}\n", row.folder, row.file, row.test_case, row.node, row.comment);
            }
        const auto good_cases = std::ranges::count_if(cases, [](const auto& c) { return c.second; });
        fmt::print("{}: {} of {} cases; {} of {} results, {} of {} with a value\n", level.filename().string(), good_cases, cases.size(), good, nodes, valued_good, valued);
        passed += static_cast<size_t>(good_cases), all += cases.size();
    }
    fmt::print("all: {} of {} cases\n", passed, all);
    // What has been reached is kept; a change that loses cases fails.
    constexpr double floor = 0.99;
    return all == 0 || static_cast<double>(passed) >= floor * static_cast<double>(all) ? 0 : 1;
}
