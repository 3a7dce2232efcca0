#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/hints.hpp"
#include "base/json.hpp"

namespace leye::http {

class Router;

/// The JSON schema of one type with the named types it refers to. Empty: there is no body.
struct Schema {
    json::Value value;
    std::map<std::string, json::Value> named;
    bool empty() const { return value.is_null(); }
};

namespace detail {
/// "leye::routes::CaseShape" → "Case".
std::string schema_name(std::string_view qualified);
template <class T>
std::string schema_name() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("T = ") + 4);
    return schema_name(text.substr(0, text.find_first_of(";]")));
}
}  // namespace detail

/// Adds T's schema to `schema` and gives what refers to it.
template <class T>
json::Value schema_value(Schema& schema) {
    using json::Object;
    if constexpr (std::is_same_v<T, json::Value>) {
        return Object{};
    } else if constexpr (std::is_same_v<T, json::Object>) {
        return Object{{"type", "object"}, {"additionalProperties", true}};
    } else if constexpr (std::is_same_v<T, json::Array>) {
        return Object{{"type", "array"}, {"items", Object{}}};
    } else if constexpr (json::detail::is_optional<T>::value) {
        return schema_value<typename T::value_type>(schema);
    } else if constexpr (json::detail::is_vector<T>::value) {
        return Object{{"type", "array"}, {"items", schema_value<typename T::value_type>(schema)}};
    } else if constexpr (std::is_same_v<T, bool>) {
        return Object{{"type", "boolean"}};
    } else if constexpr (std::is_floating_point_v<T>) {
        return Object{{"type", "number"}};
    } else if constexpr (std::is_integral_v<T>) {
        return Object{{"type", "integer"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
        return Object{{"type", "string"}};
    } else if constexpr (std::is_same_v<T, Date>) {
        return Object{{"type", "string"}, {"format", "date"}};
    } else if constexpr (std::is_same_v<T, Instant>) {
        return Object{{"type", "string"}, {"format", "date-time"}};
    } else if constexpr (json::detail::is_id<T>::value) {
        return Object{{"type", "string"}, {"format", "uuid"}};
    } else {
        const std::string name = detail::schema_name<T>();
        if (schema.named.emplace(name, nullptr).second) {
            Object properties;
            json::Array required;
            json::Hints hints;
            if constexpr (requires { hints_of(static_cast<const T*>(nullptr)); }) hints = hints_of(static_cast<const T*>(nullptr));
            using namespace boost::describe;
            boost::mp11::mp_for_each<describe_members<T, mod_public | mod_inherited>>([&](auto d) {
                using Member = std::remove_cvref_t<decltype(std::declval<T&>().*d.pointer)>;
                json::Value value = schema_value<Member>(schema);
                if (const auto hint = hints.find(d.name); hint != hints.end())
                    (json::detail::is_vector<Member>::value ? value.as_object()["items"] : value) = hint->second;
                properties.emplace(d.name, std::move(value));
                if (!json::detail::is_optional<Member>::value) required.emplace_back(d.name);
            });
            Object out{{"type", "object"}, {"properties", std::move(properties)}};
            if (!required.empty()) out["required"] = std::move(required);
            out["additionalProperties"] = false;
            schema.named[name] = std::move(out);
        }
        return Object{{"$ref", "#/components/schemas/" + name}};
    }
}

/// The schema of a described struct, a vector, or any type that base/json writes. Named types are called after
/// the C++ type without namespace and without a trailing "Shape".
template <class T>
Schema schema_of() {
    Schema out;
    out.value = schema_value<T>(out);
    return out;
}

struct ApiInfo {
    std::string title, version, summary;
};

/// The OpenAPI 3.1 description of the routes that are `described`.
json::Value openapi(const Router& router, const ApiInfo& info);

}  // namespace leye::http
