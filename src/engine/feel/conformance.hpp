#pragma once
#include <string>
#include <vector>

namespace leye::feel {

/// One case of the public DMN conformance kit: every result it asks for must be as expected.
struct ConformanceCase {
    std::string
        folder;  ///< level and folder, as the kit's own runners write it: compliance-level-3/0001-filter
    std::string file;       ///< of the test, without its ending: 0001-filter-test-01
    std::string test_case;  ///< its id
    bool passed = true;
    bool expects_value = false;  ///< something other than null is expected
    std::string comment;         ///< the first result that is not as expected
};

/// Every folder at or below `dir` that holds test files, in order.
std::vector<std::string> conformance_folders(const std::string& dir);
/// Runs every *-test-*.xml of one folder. Numbers are compared exactly, but within 1e-8 in the folders of
/// exp, log, sqrt, stddev and Java's doubles, and where ten or more digits behind the point are expected, as
/// quotients have.
std::vector<ConformanceCase> run_conformance(const std::string& folder);

/// The kit's own columns: folder, test file, case, SUCCESS or ERROR, comment.
std::string conformance_csv(const std::vector<ConformanceCase>& cases);
/// Passed of all, and passed of all that expect a value: a line for each level and for each topic, which is a
/// folder's name without its number.
std::string conformance_counts(const std::vector<ConformanceCase>& cases);

}  // namespace leye::feel
