#pragma once
#include <algorithm>
#include <array>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"

/// JSON in and out. A struct takes part by BOOST_DESCRIBE_STRUCT(Type, (), (field, …)); its JSON has exactly
/// those keys. Unknown keys are refused, absent optionals stay empty, every refusal names the path.
namespace leye::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;
using Memory = boost::json::storage_ptr;

/// Parses UTF-8 JSON. Fails: json_malformed (details: line, column), json_too_deep (more than 32 levels), json_range (1e400),
/// json_duplicate_key is not detected: the last one wins, as in RFC 8259's common practice.
Result<Value> parse(std::string_view text);
std::string print(const Value& value);
std::string print(const Object& object);

namespace detail {
template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !boost::describe::has_describe_enumerators<T>::value;
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_id : std::false_type {};
template <class T>
struct is_id<Id<T>> : std::true_type {};
/// `,"name":` of a described member.
template <class Member>
struct Key {
    static constexpr std::string_view name{Member::name};
    static constexpr auto text = [] {
        std::array<char, name.size() + 4> out{',', '"'};
        std::ranges::copy(name, out.begin() + 2);
        out[name.size() + 2] = '"', out[name.size() + 3] = ':';
        return out;
    }();
};
inline std::string join(std::string_view path, std::string_view key) {
    return path.empty() ? std::string(key) : std::string(path) + "." + std::string(key);
}
}  // namespace detail

template <class T>
Result<T> read(const Value& v, const std::string& path = {});

/// Reads a described struct. Fails: json_type, field_missing, field_unknown, json_range, date_invalid, id_invalid.
template <detail::Described T>
Result<T> read_struct(const Value& v, const std::string& path) {
    if (!v.is_object()) return refuse("json_type", path, {{"wanted", "object"}});
    const auto& object = v.get_object();
    T out{};
    std::optional<Refusal> refusal;
    size_t known = 0;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>([&](auto d) {
        if (refusal) return;
        using Member = std::remove_cvref_t<decltype(out.*d.pointer)>;
        const auto* field = object.if_contains(d.name);
        known += field != nullptr;
        if (!field || (field->is_null() && detail::is_optional<Member>::value)) {
            if constexpr (!detail::is_optional<Member>::value && !detail::is_vector<Member>::value && !std::is_same_v<Member, bool>)
                refusal = Refusal{.code = "field_missing", .field = detail::join(path, d.name)};
            return;
        }
        auto value = read<Member>(*field, detail::join(path, d.name));
        if (value)
            out.*d.pointer = std::move(*value);
        else
            refusal = std::move(value.error());
    });
    if (refusal) return tl::unexpected(std::move(*refusal));
    if (known != object.size()) {
        for (const auto& [key, _] : object) {
            bool found = false;
            boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>(
                [&](auto d) { found |= key == d.name; });
            if (!found) return refuse("field_unknown", detail::join(path, key));
        }
    }
    return out;
}

template <class T>
Result<T> read(const Value& v, const std::string& path) {
    if constexpr (std::is_same_v<T, Value>) {
        return v;
    } else if constexpr (std::is_same_v<T, Object>) {
        if (!v.is_object()) return refuse("json_type", path, {{"wanted", "object"}});
        return v.get_object();
    } else if constexpr (detail::is_optional<T>::value) {
        if (v.is_null()) return T{};
        auto inner = read<typename T::value_type>(v, path);
        if (!inner) return tl::unexpected(std::move(inner.error()));
        return T{std::move(*inner)};
    } else if constexpr (detail::is_vector<T>::value) {
        if (!v.is_array()) return refuse("json_type", path, {{"wanted", "array"}});
        T out;
        size_t i = 0;
        for (const auto& item : v.get_array()) {
            auto value = read<typename T::value_type>(item, path + "[" + std::to_string(i++) + "]");
            if (!value) return tl::unexpected(std::move(value.error()));
            out.push_back(std::move(*value));
        }
        return out;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!v.is_bool()) return refuse("json_type", path, {{"wanted", "boolean"}});
        return v.get_bool();
    } else if constexpr (std::is_integral_v<T>) {
        if (!v.is_int64() && !v.is_uint64()) return refuse("json_type", path, {{"wanted", "integer"}});
        boost::system::error_code failed;
        const T n = v.to_number<T>(failed);
        if (failed) return refuse("json_range", path);
        return n;
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!v.is_string()) return refuse("json_type", path, {{"wanted", "string"}});
        return std::string(v.get_string());
    } else if constexpr (std::is_same_v<T, Date>) {
        if (!v.is_string()) return refuse("json_type", path, {{"wanted", "date"}});
        if (auto d = Date::parse(v.get_string())) return *d;
        return refuse("date_invalid", path);
    } else if constexpr (std::is_same_v<T, Instant>) {
        if (!v.is_string()) return refuse("json_type", path, {{"wanted", "date-time"}});
        if (auto t = Instant::parse(v.get_string())) return *t;
        return refuse("date_invalid", path);
    } else if constexpr (detail::is_id<T>::value) {
        if (v.is_string())
            if (auto id = T::parse(v.get_string())) return *id;
        return refuse("id_invalid", path);
    } else {
        static_assert(detail::Described<T>, "a type without a JSON form: describe it");
        return read_struct<T>(v, path);
    }
}

/// Parses and reads in one step.
template <class T>
Result<T> read_text(std::string_view text) {
    auto value = parse(text);
    if (!value) return tl::unexpected(std::move(value.error()));
    return read<T>(*value);
}

/// Adds the text as a JSON string, in quotes.
void print_string(std::string& out, std::string_view text);
void print_integer(std::string& out, int64_t n);
void print_value(std::string& out, const Value& value);
void print_object(std::string& out, const Object& object);
void print_array(std::string& out, const Array& array);

/// Adds the JSON text of a value: the same as `print(write(x))`, without the tree between.
template <class T>
void print_to(std::string& out, const T& x) {
    if constexpr (std::is_same_v<T, Value>) {
        print_value(out, x);
    } else if constexpr (std::is_same_v<T, Object>) {
        print_object(out, x);
    } else if constexpr (std::is_same_v<T, Array>) {
        print_array(out, x);
    } else if constexpr (std::is_floating_point_v<T>) {
        print_value(out, Value(x));
    } else if constexpr (detail::is_optional<T>::value) {
        if (x)
            print_to(out, *x);
        else
            out += "null";
    } else if constexpr (detail::is_vector<T>::value) {
        out += '[';
        bool first = true;
        for (const auto& item : x) {
            if (!first) out += ',';
            first = false;
            print_to<typename T::value_type>(out, item);
        }
        out += ']';
    } else if constexpr (std::is_same_v<T, bool>) {
        out += x ? "true" : "false";
    } else if constexpr (std::is_integral_v<T>) {
        print_integer(out, static_cast<int64_t>(x));
    } else if constexpr (std::is_same_v<T, std::string>) {
        print_string(out, x);
    } else if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Instant> || detail::is_id<T>::value) {
        print_string(out, x.text());
    } else {
        static_assert(detail::Described<T>, "a type without a JSON form: describe it");
        out += '{';
        bool first = true;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>([&](auto d) {
            const auto& member = x.*d.pointer;
            if constexpr (detail::is_optional<std::remove_cvref_t<decltype(member)>>::value)
                if (!member) return;
            constexpr std::string_view key(detail::Key<decltype(d)>::text.data(), detail::Key<decltype(d)>::text.size());
            out.append(first ? key.substr(1) : key);
            first = false;
            print_to(out, member);
        });
        out += '}';
    }
}

/// The JSON of a value; empty optionals are left out of objects.
template <class T>
Value write(const T& x) {
    if constexpr (std::is_same_v<T, Value>) {
        return x;
    } else if constexpr (std::is_same_v<T, Object> || std::is_same_v<T, Array>) {
        return Value(x);
    } else if constexpr (detail::is_optional<T>::value) {
        return x ? write(*x) : Value(nullptr);
    } else if constexpr (detail::is_vector<T>::value) {
        Array out;
        out.reserve(x.size());
        for (const auto& item : x) out.push_back(write<typename T::value_type>(item));
        return out;
    } else if constexpr (std::is_same_v<T, bool>) {
        return Value(x);
    } else if constexpr (std::is_floating_point_v<T>) {
        return Value(static_cast<double>(x));
    } else if constexpr (std::is_integral_v<T>) {
        return Value(static_cast<int64_t>(x));
    } else if constexpr (std::is_same_v<T, std::string>) {
        return Value(x);
    } else if constexpr (std::is_same_v<T, Date> || std::is_same_v<T, Instant> || detail::is_id<T>::value) {
        return Value(x.text());
    } else {
        static_assert(detail::Described<T>, "a type without a JSON form: describe it");
        Object out;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>([&](auto d) {
            const auto& member = x.*d.pointer;
            if constexpr (detail::is_optional<std::remove_cvref_t<decltype(member)>>::value)
                if (!member) return;
            out.emplace(d.name, write(member));
        });
        return out;
    }
}

}  // namespace leye::json
