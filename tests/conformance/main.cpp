#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "engine/feel/conformance.hpp"

namespace {

/// A case that is missed on purpose, with the section of DMN 1.5 that says why.
struct Argued {
    const char* folder;
    const char* test_case;
    const char* section;
};
constexpr std::array<Argued, 0> argued{};

bool is_argued(const leye::feel::ConformanceCase& c) {
    return std::ranges::any_of(
        argued, [&](const Argued& a) { return c.folder.ends_with(a.folder) && c.test_case == a.test_case; });
}

}  // namespace

/// Usage: test_conformance KIT: prints the counts and each case missed; fails where one is missed that
/// nothing above argues for.
int main(int argc, char** argv) {
    const std::string kit = argc > 1 ? argv[1] : "../shared/tck";
    if (!std::filesystem::exists(kit)) {
        fmt::print("skipped: the DMN conformance kit is not at {}\n", kit);
        return 0;
    }
    std::vector<leye::feel::ConformanceCase> cases;
    for (const auto& folder : leye::feel::conformance_folders(kit))
        for (auto& c : leye::feel::run_conformance(folder)) cases.push_back(std::move(c));
    fmt::print("{}", leye::feel::conformance_counts(cases));
    bool all = !cases.empty();
    for (const auto& c : cases) {
        if (c.passed) continue;
        fmt::print("{} {} {}: {}{}\n", c.folder, c.file, c.test_case, c.comment,
                   is_argued(c) ? " (argued)" : "");
        all = all && is_argued(c);
    }
    return all ? 0 : 1;
}
