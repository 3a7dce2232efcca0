#include "edge/http/router.hpp"

#include <doctest/doctest.h>

#include "base/result.hpp"

using namespace leye;
using namespace leye::http;

namespace {
Route answers(std::string text) {
    return {.handler = [text](const Request&) { return text_response(text); }};
}
}  // namespace

TEST_CASE("a route is found by its literal parts and names take the decoded rest") {
    Router router;
    router.add("GET", "/v1/cases/{number}", answers("case"));
    router.add("GET", "/v1/cases/mine", answers("mine"));
    router.add("POST", "/v1/cases/{number}/actions", answers("act"));
    CHECK(router.match("GET", "/v1/cases/mine").entry->pattern == "/v1/cases/mine");
    const auto found = router.match("GET", "/v1/cases/%E5%8E%86");
    REQUIRE(found.entry);
    CHECK(found.params.at("number") == "历");
    CHECK(router.match("POST", "/v1/cases/7/actions").params.at("number") == "7");
}

TEST_CASE("an unknown path gives nothing and a known path names its methods") {
    Router router;
    router.add("GET", "/v1/cases/{number}", answers("case"));
    router.add("PUT", "/v1/cases/{number}", answers("put"));
    const auto unknown = router.match("GET", "/v1/case/1");
    CHECK_FALSE(unknown.entry);
    CHECK(unknown.allow.empty());
    const auto wrong = router.match("DELETE", "/v1/cases/1");
    CHECK_FALSE(wrong.entry);
    CHECK(wrong.allow.find("GET, HEAD") != std::string::npos);
    CHECK(wrong.allow.find("PUT") != std::string::npos);
    CHECK_FALSE(router.match("GET", "/v1/cases/").entry);
    CHECK_FALSE(router.match("GET", "/v1/cases/1/").entry);
    CHECK_FALSE(router.match("GET", "/v1/cases/%zz").entry);
    CHECK_FALSE(router.match("GET", "*").entry);
}

TEST_CASE("HEAD is answered by the route of GET") {
    Router router;
    router.add("GET", "/a", answers("a"));
    CHECK(router.match("HEAD", "/a").entry->method == "GET");
}

TEST_CASE("a segment of two names splits at the last dot") {
    Router router;
    router.add("GET", "/v1/catalogues/{name}.{format}", answers("file"));
    router.add("GET", "/v1/catalogues/{name}", answers("page"));
    const auto file = router.match("GET", "/v1/catalogues/a.b.xlsx");
    REQUIRE(file.entry);
    CHECK(file.params.at("name") == "a.b");
    CHECK(file.params.at("format") == "xlsx");
    CHECK(router.match("GET", "/v1/catalogues/window").entry->pattern == "/v1/catalogues/{name}");
}

TEST_CASE("a route that is there already, or has no way to answer, is a bug") {
    Router router;
    router.add("GET", "/a/{x}", answers("a"));
    CHECK_THROWS_AS(router.add("GET", "/a/{x}", answers("b")), Bug);
    CHECK_THROWS_AS(router.add("POST", "/a/{x}", Route{}), Bug);
    CHECK_THROWS_AS(router.add("POST", "no-slash", answers("b")), Bug);
    CHECK_THROWS_AS(router.add("POST", "/{open", answers("b")), Bug);
    CHECK_NOTHROW(router.add("POST", "/a/{x}", answers("b")));
}

TEST_CASE("an encoded slash or dots stay inside one name") {
    Router router;
    router.add("GET", "/v1/files/{name}", answers("file"));
    CHECK(router.match("GET", "/v1/files/..%2F..%2Fetc").params.at("name") == "../../etc");
    CHECK_FALSE(router.match("GET", "/v1/files/../etc").entry);
}
