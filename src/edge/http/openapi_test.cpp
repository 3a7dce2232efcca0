#include "edge/http/openapi.hpp"

#include <doctest/doctest.h>

#include "edge/http/router.hpp"

using namespace leye;
using namespace leye::http;

namespace {
struct PartShape {
    std::string name;
    std::optional<Date> until;
};
BOOST_DESCRIBE_STRUCT(PartShape, (), (name, until))
struct BaseShape {
    Id<struct ThingTag> id;
};
BOOST_DESCRIBE_STRUCT(BaseShape, (), (id))
struct ThingShape : BaseShape {
    Instant at;
    std::vector<PartShape> parts;
    int count = 0;
    bool open = false;
};
BOOST_DESCRIBE_STRUCT(ThingShape, (BaseShape), (at, parts, count, open))
}  // namespace

TEST_CASE("a described struct becomes a named schema with inherited members") {
    const Schema schema = schema_of<ThingShape>();
    CHECK(schema.value.at("$ref") == "#/components/schemas/Thing");
    const auto& thing = schema.named.at("Thing");
    const auto& properties = thing.at("properties").as_object();
    CHECK(properties.at("id").at("format") == "uuid");
    CHECK(properties.at("at").at("format") == "date-time");
    CHECK(properties.at("count").at("type") == "integer");
    CHECK(properties.at("parts").at("items").at("$ref") == "#/components/schemas/Part");
    const auto& part = schema.named.at("Part");
    CHECK(part.at("properties").at("until").at("format") == "date");
    CHECK(part.at("required").as_array().size() == 1);
}

TEST_CASE("the description has every described route with parameters, bodies and the problem") {
    Router router;
    const auto nothing = [](const Request&) { return no_content(); };
    router.add("GET", "/v1/things/{id}",
               {.handler = nothing, .summary = "One thing", .tag = "things", .query = {{"on", "the day", false}},
                .response = schema_of<ThingShape>()});
    router.add("POST", "/v1/things", {.handler = nothing, .request = schema_of<PartShape>(), .status = 201});
    router.add("GET", "/hidden", {.handler = nothing, .described = false});
    const auto api = openapi(router, {"Leye", "1", "test"});
    CHECK(api.at("openapi") == "3.1.0");
    const auto& paths = api.at("paths").as_object();
    CHECK(paths.size() == 2);
    const auto& get = paths.at("/v1/things/{id}").at("get");
    CHECK(get.at("parameters").as_array().size() == 2);
    CHECK(get.at("parameters").as_array()[0].at("in") == "path");
    CHECK(get.at("responses").as_object().contains("200"));
    const auto& post = paths.at("/v1/things").at("post");
    CHECK(post.at("responses").as_object().contains("201"));
    CHECK(post.at("requestBody").at("content").at("application/json").at("schema").at("$ref") ==
          "#/components/schemas/Part");
    // Every reference leads somewhere.
    const std::string text = json::print(api);
    const std::string_view prefix = "\"$ref\":\"#/components/schemas/";
    for (size_t at = 0; (at = text.find(prefix, at)) != text.npos;) {
        at += prefix.size();
        const std::string name = text.substr(at, text.find('"', at) - at);
        CAPTURE(name);
        CHECK(api.at("components").at("schemas").as_object().contains(name));
    }
}
