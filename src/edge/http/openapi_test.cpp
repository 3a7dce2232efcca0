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

namespace {
struct AskedShape {
    std::string name, kind;
    std::vector<std::string> tags;
    bool loud = false;
};
BOOST_DESCRIBE_STRUCT(AskedShape, (), (name, kind, tags, loud))
json::Hints hints_of(const AskedShape*) { return {{"kind", json::one_of({"big", "small"})}, {"tags", json::one_of({"red", "blue"})}}; }
namespace other {
struct PartShape {
    int weight = 0;
};
BOOST_DESCRIBE_STRUCT(PartShape, (), (weight))
}  // namespace other
}  // namespace

TEST_CASE("a shape says which words a member may be; what is only asked may leave lists out") {
    const auto nothing = [](const Request&) { return no_content(); };
    Router router;
    router.add("POST", "/v1/asked", {.handler = nothing, .request = schema_of<AskedShape>()});
    const auto api = openapi(router, {"Leye", "1", "test"});
    const auto& asked = api.at("components").at("schemas").at("Asked");
    CHECK(asked.at("properties").at("kind").at("enum") == json::Array{"big", "small"});
    CHECK(asked.at("properties").at("tags").at("items").at("enum") == json::Array{"red", "blue"});
    CHECK(asked.at("required") == json::Array{"name", "kind"});
    Router answering;
    answering.add("GET", "/v1/asked", {.handler = nothing, .response = schema_of<AskedShape>()});
    CHECK(openapi(answering, {"Leye", "1", "test"}).at("components").at("schemas").at("Asked").at("required").as_array().size() == 4);
}

TEST_CASE("two different shapes of one name are a fault, not one description for both") {
    const auto nothing = [](const Request&) { return no_content(); };
    Router router;
    router.add("GET", "/v1/one", {.handler = nothing, .response = schema_of<PartShape>()});
    router.add("GET", "/v1/other", {.handler = nothing, .response = schema_of<other::PartShape>()});
    CHECK_THROWS_AS(openapi(router, {"Leye", "1", "test"}), std::logic_error);
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
