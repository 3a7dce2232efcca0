#include "edge/http/metrics.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace leye::http;

TEST_CASE("a number that is asked for stands in the text, one that cannot be had is left out") {
    Metrics metrics;
    double depth = 3;
    metrics.add_gauge("queue_depth", "Messages waiting.", [&depth] { return depth; });
    metrics.add_gauge("broken", "Never there.", []() -> double { throw std::runtime_error("gone"); });
    CHECK(metrics.text().find("queue_depth 3") != std::string::npos);
    depth = 4;
    const std::string text = metrics.text();
    CHECK(text.find("# TYPE queue_depth gauge") != std::string::npos);
    CHECK(text.find("queue_depth 4") != std::string::npos);
    CHECK(text.find("broken") == std::string::npos);
}
