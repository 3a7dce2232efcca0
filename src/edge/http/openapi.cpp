#include "edge/http/openapi.hpp"

#include <stdexcept>

#include "base/text.hpp"
#include "edge/http/router.hpp"

namespace leye::http {
namespace {

std::vector<std::string> names_in(std::string_view pattern) {
    std::vector<std::string> out;
    for (size_t at = 0; (at = pattern.find('{', at)) != pattern.npos;) {
        const size_t end = pattern.find('}', at);
        out.emplace_back(pattern.substr(at + 1, end - at - 1));
        at = end;
    }
    return out;
}

// "GET /v1/cases/{number}" → "get_cases_number": stable names for generated clients.
std::string operation_id(const RouteEntry& entry) {
    std::string out;
    for (const char c : entry.method) out += static_cast<char>(c | 0x20);
    std::string_view rest = entry.pattern;
    if (rest.starts_with("/v1")) rest.remove_prefix(3);
    for (const char c : rest) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            out += c;
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (out.back() == '_') out.pop_back();
    return out;
}

json::Object content(const std::string& type, const Schema& schema) {
    json::Object media;
    if (!schema.empty()) media["schema"] = schema.value;
    return {{type, std::move(media)}};
}

json::Array parameters(const RouteEntry& entry) {
    json::Array out;
    const json::Object text{{"type", "string"}};
    for (const std::string& name : names_in(entry.pattern))
        out.push_back(json::Object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", text}});
    for (const QueryParameter& q : entry.route.query)
        out.push_back(json::Object{{"name", q.name},
                                   {"in", "query"},
                                   {"required", q.required},
                                   {"description", q.summary},
                                   {"schema", text}});
    for (const std::string& name : entry.route.headers)
        out.push_back(json::Object{{"name", name}, {"in", "header"}, {"required", true}, {"schema", text}});
    for (const std::string& name : entry.route.headers_optional)
        out.push_back(json::Object{{"name", name}, {"in", "header"}, {"required", false}, {"schema", text}});
    if (entry.method != "GET" && entry.method != "HEAD")
        out.push_back(json::Object{{"name", "X-CSRF-Token"}, {"in", "header"}, {"required", false}, {"description", "the session's `csrf`, wherever the session cookie is sent"}, {"schema", text}});
    return out;
}

// Who may call it without the session cookie.
json::Array security(const Route& route) {
    const json::Value session = json::Object{{"session", json::Array{}}};
    if (route.who.find("anybody") != route.who.npos || route.who.find("query code") != route.who.npos || route.who.empty()) return {json::Object{}, session};
    return {session};
}

json::Object operation(const RouteEntry& entry) {
    const Route& route = entry.route;
    json::Object out{{"operationId", operation_id(entry)}, {"summary", route.summary}};
    if (!route.who.empty()) out["x-who"] = route.who;
    if (!route.tag.empty()) out["tags"] = json::Array{json::Value(route.tag)};
    if (auto list = parameters(entry); !list.empty()) out["parameters"] = std::move(list);
    if (!route.request.empty() || route.request_type != "application/json")
        out["requestBody"] = json::Object{{"required", true}, {"content", content(route.request_type, route.request)}};
    out["security"] = security(route);
    json::Object success{{"description", "done"}};
    if (!route.response.empty() || route.response_type != "application/json")
        success["content"] = content(route.response_type, route.response);
    const json::Object refused{{"$ref", "#/components/responses/Problem"}};
    out["responses"] = json::Object{{std::to_string(route.status), std::move(success)}, {"default", refused}};
    return out;
}

// What is only ever sent to the program: there a list or a yes-or-no may be left out, as base/json reads it.
Schema as_asked(Schema schema, const json::Object& answered) {
    for (auto& [name, value] : schema.named) {
        auto& object = value.as_object();
        if (answered.contains(name) || !object.contains("required")) continue;
        json::Array required;
        for (const json::Value& member : object["required"].as_array()) {
            const auto* type = object["properties"].at(member.as_string()).as_object().if_contains("type");
            if (!type || (*type != "array" && *type != "boolean")) required.push_back(member);
        }
        object["required"] = std::move(required);
    }
    return schema;
}

struct WordsShape {
    std::string zh, en;
};
BOOST_DESCRIBE_STRUCT(WordsShape, (), (zh, en))
struct ProblemPartShape {
    std::string code, field;
    WordsShape detail, next;
};
BOOST_DESCRIBE_STRUCT(ProblemPartShape, (), (code, field, detail, next))
struct ProblemShape {
    std::string type, title;
    int status = 422;
    std::string code;
    WordsShape detail, next;
    std::optional<std::string> clause, field;
    std::optional<std::vector<ProblemPartShape>> errors;
};
BOOST_DESCRIBE_STRUCT(ProblemShape, (), (type, title, status, code, detail, next, clause, field, errors))

}  // namespace

namespace detail {

std::string schema_name(std::string_view qualified) {
    // "leye::routes::PageShape<leye::routes::CaseShape>" → "PageCase": each part loses namespace and "Shape".
    std::string out, word;
    const auto flush = [&] {
        if (word.ends_with("Shape")) word.resize(word.size() - 5);
        out += word;
        word.clear();
    };
    int unnamed = 0;  // inside "{anonymous}" or "(anonymous namespace)"
    for (const char c : qualified) {
        unnamed += (c == '{' || c == '(') - (c == '}' || c == ')');
        if (unnamed || c == '}' || c == ')') continue;
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (letter)
            word += c;
        else if (c == ':')
            word.clear();
        else
            flush();
    }
    flush();
    return out;
}

}  // namespace detail

json::Value openapi(const Router& router, const ApiInfo& info) {
    json::Object paths, schemas;
    Schema problem = schema_of<ProblemShape>();
    const auto add_named = [&](const Schema& schema) {
        for (const auto& [name, value] : schema.named)
            if (const auto [known, added] = schemas.emplace(name, value); !added && known->value() != value)
                throw std::logic_error("two shapes are called " + name);
    };
    for (const RouteEntry& entry : router.entries())
        if (entry.route.described) add_named(entry.route.response);
    for (const RouteEntry& entry : router.entries())
        if (entry.route.described) add_named(as_asked(entry.route.request, schemas));
    add_named(problem);
    // A problem may carry more, such as the newest state behind a 412.
    schemas["Problem"].as_object()["additionalProperties"] = true;
    for (const RouteEntry& entry : router.entries()) {
        if (!entry.route.described) continue;
        auto& path = paths[entry.pattern];
        if (path.is_null()) path = json::Object{};
        std::string method;
        for (const char c : entry.method) method += static_cast<char>(c | 0x20);
        path.as_object()[method] = operation(entry);
    }
    json::Object out{{"openapi", "3.1.0"}};
    out["info"] = json::Object{{"title", info.title}, {"version", info.version}, {"summary", info.summary}};
    out["paths"] = std::move(paths);
    json::Object components{{"schemas", std::move(schemas)}};
    components["responses"] = json::Object{
        {"Problem", json::Object{{"description", "refused, or not answered"},
                                 {"content", content("application/problem+json", problem)}}}};
    components["securitySchemes"] = json::Object{
        {"session", json::Object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "leye_session"}}}};
    out["components"] = std::move(components);
    return out;
}

}  // namespace leye::http
