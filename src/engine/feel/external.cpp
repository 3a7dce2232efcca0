#include "engine/feel/external.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/text.hpp"

namespace leye::feel {
namespace {

using Args = std::vector<Value>;

// One static method. Parameters are Java's own type names; «…» stands for all that follow.
struct Method {
    std::string_view owner, name, parameters;
    Value (*run)(const Args& a);
};

double real(const Args& a, size_t i) { return a[i].as<Number>()->approximate(); }
int64_t whole(const Args& a, size_t i) { return *a[i].as<Number>()->integer(); }
const std::string& text(const Args& a, size_t i) { return *a[i].as<std::string>(); }
bool truth(const Args& a, size_t i) { return *a[i].as<bool>(); }

// Java writes the fewest digits that read back as the same number; infinities and «not a number» are no values here.
template <class Float>
Value number(Float x) {
    return std::isfinite(x) ? Value::of(Number::parse(fmt::format("{}", x))) : Value();
}

template <double (*f)(double)>
Value of_one(const Args& a) {
    return number(f(real(a, 0)));
}
template <double (*f)(double, double)>
Value of_two(const Args& a) {
    return number(f(real(a, 0), real(a, 1)));
}
double round_half_up(double x) { return std::floor(x + 0.5); }
double radians(double x) { return x / 180.0 * M_PI; }
double degrees(double x) { return x * 180.0 / M_PI; }
double sign_of(double x) { return (x > 0) - (x < 0); }

Value absolute(const Args& a) { return a[0].as<Number>()->absolute(); }
Value negated(const Args& a) { return a[0].as<Number>()->negated(); }
Value greater(const Args& a) { return *a[0].as<Number>() < *a[1].as<Number>() ? a[1] : a[0]; }
Value lesser(const Args& a) { return *a[0].as<Number>() > *a[1].as<Number>() ? a[1] : a[0]; }
Value sign(const Args& a) { return Number(static_cast<int64_t>(sign_of(real(a, 0)))); }
Value compared(const Args& a) { return compare(a[0], a[1]) ? Value(*compare(a[0], a[1])) : Value(); }
// What leaves the range of the type is an error in Java too.
template <class Whole, bool (*f)(int64_t, int64_t, int64_t&)>
Value exact(const Args& a) {
    int64_t out = 0;
    const bool over = f(whole(a, 0), whole(a, 1), out);
    return over || out < std::numeric_limits<Whole>::min() || out > std::numeric_limits<Whole>::max() ? Value() : Value(Number(out));
}
bool plus(int64_t x, int64_t y, int64_t& out) { return __builtin_add_overflow(x, y, &out); }
bool minus(int64_t x, int64_t y, int64_t& out) { return __builtin_sub_overflow(x, y, &out); }
bool times(int64_t x, int64_t y, int64_t& out) { return __builtin_mul_overflow(x, y, &out); }
Value floor_div(const Args& a) {
    const auto q = divide(*a[0].as<Number>(), *a[1].as<Number>());
    return q ? Value(q->floor()) : Value();
}
Value floor_mod(const Args& a) { return Value::of(modulo(*a[0].as<Number>(), *a[1].as<Number>())); }

Value itself(const Args& a) { return a[0]; }
template <class Float>
Value as_float(const Args& a) {
    return number(static_cast<Float>(real(a, 0)));
}
template <class Float>
Value read_float(const Args& a) {
    const auto n = Number::parse(text::trim(text(a, 0)));
    return n ? number(static_cast<Float>(n->approximate())) : Value();
}
template <class Whole>
Value read_whole(const Args& a) {
    const auto& s = text(a, 0);
    const int64_t base = a.size() > 1 ? whole(a, 1) : 10;
    const bool negative = s.starts_with('-');
    if (base < 2 || base > 36 || s.size() == static_cast<size_t>(negative || s.starts_with('+'))) return {};
    __int128 n = 0;
    for (char c : std::string_view(s).substr(negative || s.starts_with('+'))) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
        n = n * base + digit;
        if (digit >= base || n > static_cast<__int128>(std::numeric_limits<int64_t>::max())) return {};
    }
    if (negative) n = -n;
    if (n < std::numeric_limits<Whole>::min() || n > std::numeric_limits<Whole>::max()) return {};
    return Number(static_cast<int64_t>(n));
}
template <class Whole, int base>
Value in_base(const Args& a) {
    const auto n = static_cast<std::make_unsigned_t<Whole>>(whole(a, 0));
    return base == 2 ? fmt::format("{:b}", n) : base == 8 ? fmt::format("{:o}", n) : fmt::format("{:x}", n);
}
Value written(const Args& a) { return text_of(a[0]); }
// «123.0», «1.0E7»: Java's way with a floating number.
template <class Float>
Value written_float(const Args& a) {
    const auto x = static_cast<Float>(real(a, 0));
    const double size = std::abs(static_cast<double>(x));
    if (size == 0 || (size >= 1e-3 && size < 1e7)) {
        const std::string s = fmt::format("{}", x);
        return s.find('.') == s.npos ? s + ".0" : s;
    }
    std::string s = fmt::format("{:e}", size);
    const auto n = Number::parse(fmt::format("{}", x));
    if (!n) return {};
    const int exponent = std::atoi(s.substr(s.find('e') + 1).c_str());
    const auto unit = Number::parse("1E" + std::to_string(exponent));
    const std::string mantissa = divide(*n, *unit)->text();
    return mantissa + (mantissa.find('.') == mantissa.npos ? ".0E" : "E") + std::to_string(exponent);
}
Value read_boolean(const Args& a) { return text(a, 0).size() == 4 && (text(a, 0)[0] | 32) == 't' && (text(a, 0)[1] | 32) == 'r' && (text(a, 0)[2] | 32) == 'u' && (text(a, 0)[3] | 32) == 'e'; }
Value both(const Args& a) { return truth(a, 0) && truth(a, 1); }
Value either(const Args& a) { return truth(a, 0) || truth(a, 1); }
Value differ(const Args& a) { return truth(a, 0) != truth(a, 1); }
Value format(const Args& a) {
    auto out = java_format(text(a, 0), std::span(*a[1].as_list()));
    return out ? Value(std::move(*out)) : Value();
}
Value join(const Args& a) {
    std::string out;
    for (size_t i = 0; const auto& part : *a[1].as_list()) {
        if (!part.as<std::string>()) return {};
        out += (i++ ? text(a, 0) : "") + *part.as<std::string>();
    }
    return out;
}
template <bool (*f)(unsigned char)>
Value of_char(const Args& a) {
    return text(a, 0).size() == 1 && f(static_cast<unsigned char>(text(a, 0)[0]));
}
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
bool is_letter_or_digit(unsigned char c) { return is_digit(c) || is_letter(c); }
bool is_space(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13); }

constexpr Method methods[] = {
    {"Math", "abs", "int", absolute}, {"Math", "abs", "long", absolute}, {"Math", "abs", "float", absolute}, {"Math", "abs", "double", absolute},
    {"Math", "max", "int,int", greater}, {"Math", "max", "long,long", greater}, {"Math", "max", "float,float", greater}, {"Math", "max", "double,double", greater},
    {"Math", "min", "int,int", lesser}, {"Math", "min", "long,long", lesser}, {"Math", "min", "float,float", lesser}, {"Math", "min", "double,double", lesser},
    {"Math", "cos", "double", of_one<std::cos>}, {"Math", "sin", "double", of_one<std::sin>}, {"Math", "tan", "double", of_one<std::tan>},
    {"Math", "acos", "double", of_one<std::acos>}, {"Math", "asin", "double", of_one<std::asin>}, {"Math", "atan", "double", of_one<std::atan>},
    {"Math", "cosh", "double", of_one<std::cosh>}, {"Math", "sinh", "double", of_one<std::sinh>}, {"Math", "tanh", "double", of_one<std::tanh>},
    {"Math", "sqrt", "double", of_one<std::sqrt>}, {"Math", "cbrt", "double", of_one<std::cbrt>}, {"Math", "exp", "double", of_one<std::exp>},
    {"Math", "expm1", "double", of_one<std::expm1>}, {"Math", "log", "double", of_one<std::log>}, {"Math", "log10", "double", of_one<std::log10>},
    {"Math", "log1p", "double", of_one<std::log1p>}, {"Math", "floor", "double", of_one<std::floor>}, {"Math", "ceil", "double", of_one<std::ceil>},
    {"Math", "rint", "double", of_one<std::nearbyint>}, {"Math", "round", "double", of_one<round_half_up>}, {"Math", "round", "float", of_one<round_half_up>},
    {"Math", "signum", "double", of_one<sign_of>}, {"Math", "signum", "float", of_one<sign_of>},
    {"Math", "toRadians", "double", of_one<radians>}, {"Math", "toDegrees", "double", of_one<degrees>},
    {"Math", "pow", "double,double", of_two<std::pow>}, {"Math", "atan2", "double,double", of_two<std::atan2>},
    {"Math", "hypot", "double,double", of_two<std::hypot>}, {"Math", "IEEEremainder", "double,double", of_two<std::remainder>},
    {"Math", "copySign", "double,double", of_two<std::copysign>},
    {"Math", "addExact", "int,int", exact<int32_t, plus>}, {"Math", "addExact", "long,long", exact<int64_t, plus>},
    {"Math", "subtractExact", "int,int", exact<int32_t, minus>}, {"Math", "subtractExact", "long,long", exact<int64_t, minus>},
    {"Math", "multiplyExact", "int,int", exact<int32_t, times>}, {"Math", "multiplyExact", "long,long", exact<int64_t, times>},
    {"Math", "negateExact", "int", negated}, {"Math", "negateExact", "long", negated},
    {"Math", "floorDiv", "int,int", floor_div}, {"Math", "floorDiv", "long,long", floor_div},
    {"Math", "floorMod", "int,int", floor_mod}, {"Math", "floorMod", "long,long", floor_mod},
    {"Byte", "valueOf", "byte", itself}, {"Byte", "valueOf", "String", read_whole<int8_t>}, {"Byte", "parseByte", "String", read_whole<int8_t>},
    {"Short", "valueOf", "short", itself}, {"Short", "valueOf", "String", read_whole<int16_t>}, {"Short", "parseShort", "String", read_whole<int16_t>},
    {"Integer", "valueOf", "int", itself}, {"Integer", "valueOf", "String", read_whole<int32_t>}, {"Integer", "valueOf", "String,int", read_whole<int32_t>},
    {"Integer", "parseInt", "String", read_whole<int32_t>}, {"Integer", "parseInt", "String,int", read_whole<int32_t>},
    {"Integer", "toString", "int", written}, {"Integer", "signum", "int", sign}, {"Integer", "compare", "int,int", compared},
    {"Integer", "sum", "int,int", exact<int32_t, plus>}, {"Integer", "max", "int,int", greater}, {"Integer", "min", "int,int", lesser},
    {"Integer", "toHexString", "int", in_base<int32_t, 16>}, {"Integer", "toBinaryString", "int", in_base<int32_t, 2>}, {"Integer", "toOctalString", "int", in_base<int32_t, 8>},
    {"Long", "valueOf", "long", itself}, {"Long", "valueOf", "String", read_whole<int64_t>}, {"Long", "valueOf", "String,int", read_whole<int64_t>},
    {"Long", "parseLong", "String", read_whole<int64_t>}, {"Long", "parseLong", "String,int", read_whole<int64_t>},
    {"Long", "toString", "long", written}, {"Long", "signum", "long", sign}, {"Long", "compare", "long,long", compared},
    {"Long", "sum", "long,long", exact<int64_t, plus>}, {"Long", "max", "long,long", greater}, {"Long", "min", "long,long", lesser},
    {"Long", "toHexString", "long", in_base<int64_t, 16>}, {"Long", "toBinaryString", "long", in_base<int64_t, 2>}, {"Long", "toOctalString", "long", in_base<int64_t, 8>},
    {"Float", "valueOf", "float", as_float<float>}, {"Float", "valueOf", "String", read_float<float>}, {"Float", "parseFloat", "String", read_float<float>},
    {"Float", "toString", "float", written_float<float>},
    {"Double", "valueOf", "double", as_float<double>}, {"Double", "valueOf", "String", read_float<double>}, {"Double", "parseDouble", "String", read_float<double>},
    {"Double", "toString", "double", written_float<double>}, {"Double", "compare", "double,double", compared},
    {"Double", "max", "double,double", greater}, {"Double", "min", "double,double", lesser},
    {"Boolean", "valueOf", "boolean", itself}, {"Boolean", "valueOf", "String", read_boolean}, {"Boolean", "parseBoolean", "String", read_boolean},
    {"Boolean", "toString", "boolean", written}, {"Boolean", "logicalAnd", "boolean,boolean", both}, {"Boolean", "logicalOr", "boolean,boolean", either},
    {"Boolean", "logicalXor", "boolean,boolean", differ},
    {"Character", "valueOf", "char", itself}, {"Character", "toString", "char", itself}, {"Character", "isDigit", "char", of_char<is_digit>},
    {"Character", "isLetter", "char", of_char<is_letter>}, {"Character", "isLetterOrDigit", "char", of_char<is_letter_or_digit>},
    {"Character", "isUpperCase", "char", of_char<is_upper>}, {"Character", "isLowerCase", "char", of_char<is_lower>}, {"Character", "isWhitespace", "char", of_char<is_space>},
    {"String", "valueOf", "char", itself}, {"String", "valueOf", "boolean", written}, {"String", "valueOf", "int", written}, {"String", "valueOf", "long", written},
    {"String", "valueOf", "float", written_float<float>}, {"String", "valueOf", "double", written_float<double>}, {"String", "valueOf", "Object", written},
    {"String", "format", "String,Object…", format}, {"String", "join", "CharSequence,CharSequence…", join},
};

// A type without its package, and «Object…» for an array of them however it is written.
std::string plain_type(std::string_view t) {
    t = text::trim(t);
    bool several = false;
    if (t.starts_with("[L") && t.ends_with(';')) several = true, t = t.substr(2, t.size() - 3);
    if (t.ends_with("...")) several = true, t.remove_suffix(3);
    if (t.ends_with("[]")) several = true, t.remove_suffix(2);
    if (t.starts_with("java.lang.")) t.remove_prefix(10);
    return std::string(t) + (several ? "…" : "");
}

bool fits_whole(const Value& v, int64_t low, int64_t high) {
    const auto n = v.as<Number>() ? v.as<Number>()->integer() : std::nullopt;
    return n && *n >= low && *n <= high;
}
bool fits(const Value& v, std::string_view type) {
    if (type == "Object") return true;
    if (type == "double" || type == "float") return v.as<Number>();
    if (type == "long") return fits_whole(v, std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max());
    if (type == "int") return fits_whole(v, std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max());
    if (type == "short") return fits_whole(v, -32'768, 32'767);
    if (type == "byte") return fits_whole(v, -128, 127);
    if (type == "boolean") return v.as<bool>();
    if (type == "char") return v.as<std::string>() && text::length(*v.as<std::string>()) == 1;
    return v.as<std::string>();
}

// The arguments as the method takes them; nothing where one is not of its type.
std::optional<Args> placed(const Method& m, Args given) {
    Args out;
    size_t at = 0;
    for (auto type : text::split(m.parameters, ',')) {
        if (std::string_view(type).ends_with("…")) {
            out.push_back(Value::list(List(given.begin() + static_cast<ptrdiff_t>(std::min(at, given.size())), given.end())));
            at = std::max(at, given.size());
        } else {
            if (at >= given.size() || !fits(given[at], type)) return std::nullopt;
            out.push_back(given[at++]);
        }
    }
    return at == given.size() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

Value call_external(const Value& definition, std::vector<Value> arguments, Run& run) {
    const auto* c = definition.as_context();
    if (c && c->contains("java")) c = c->find("java")->second.as_context();
    const auto part = [&](std::string_view key) -> const std::string* {
        const auto it = c ? c->find(key) : Context::const_iterator();
        return c && it != c->end() ? it->second.as<std::string>() : nullptr;
    };
    const std::string *owner = part("class"), *signature = part("method signature");
    if (!owner || !signature) return run.null("a function outside FEEL is named by class and method signature");
    const std::string said = *owner + "." + *signature;
    const size_t open = signature->find('(');
    if (open == std::string::npos || !signature->ends_with(')')) return run.null("no method signature: " + said);
    std::string types;
    const std::string inside = signature->substr(open + 1, signature->size() - open - 2);
    if (!text::trim(inside).empty())
        for (auto t : text::split(inside, ',')) types += (types.empty() ? "" : ",") + plain_type(t);
    const std::string name(text::trim(std::string_view(*signature).substr(0, open)));
    std::string_view room = *owner;
    if (!room.starts_with("java.lang.")) return run.null("there is no class " + *owner);
    room.remove_prefix(10);
    if (room == "StrictMath") room = "Math";
    for (const auto& m : methods) {
        if (m.owner != room || m.name != name || m.parameters != types) continue;
        const auto a = placed(m, std::move(arguments));
        if (!a) return run.null("the arguments do not fit " + said);
        Value out = m.run(*a);
        return out.is_null() ? run.null(said + " fails") : out;
    }
    return run.null("there is no method " + said);
}

}  // namespace leye::feel
