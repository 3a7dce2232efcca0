#pragma once
#include <string>
#include <vector>

namespace leye::feel {

/// One result node of one case of the public DMN conformance kit.
struct ConformanceRow {
    std::string folder, file, test_case, node;
    bool passed = false;
    bool expects_value = false;  ///< something other than null is expected
    std::string comment;
};

/// Runs every *-test-*.xml of one folder of the kit. out: one row for each result node asked for. Numbers are compared exactly,
/// but within 1e-8 in the folders of exp,
/// log, sqrt and stddev and where ten or more digits behind the point are expected, as quotients have.
std::vector<ConformanceRow> run_conformance(const std::string& folder);

}  // namespace leye::feel
