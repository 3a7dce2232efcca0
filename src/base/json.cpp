#include "base/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace leye::json {
namespace {

constexpr size_t usual_size = 256;  // bytes of a text about to be printed, so that it seldom has to grow

// A number beyond the range of a double has become infinite, which JSON cannot say.
bool is_finite(const Value& v) {
    if (v.is_double()) return std::isfinite(v.get_double());
    if (v.is_array()) return std::ranges::all_of(v.get_array(), is_finite);
    if (v.is_object())
        return std::ranges::all_of(v.get_object(), [](const auto& member) { return is_finite(member.value()); });
    return true;
}

}  // namespace

Result<Value> parse(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 32;
    boost::json::stream_parser parser({}, options);
    boost::system::error_code failed;
    const size_t used = parser.write_some(text.data(), text.size(), failed);
    if (!failed && !parser.done()) parser.finish(failed);
    const bool trailing = !failed && text.find_first_not_of(" \t\r\n", used) != text.npos;
    if (failed == boost::json::error::too_deep) return refuse("json_too_deep");
    if (failed || trailing) {
        const std::string_view before = text.substr(0, std::min(used, text.size()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const size_t start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
        return refuse("json_malformed", "",
                      {{"line", std::to_string(line)}, {"column", std::to_string(before.size() - start + 1)}});
    }
    Value value = parser.release();
    if (!is_finite(value)) return refuse("json_range");
    return value;
}

std::string print(const Value& value) {
    std::string out;
    out.reserve(usual_size);
    print_value(out, value);
    return out;
}

std::string print(const Object& object) {
    std::string out;
    out.reserve(usual_size);
    print_object(out, object);
    return out;
}

namespace {

// Whether none of eight bytes is a control character, a quote or a backslash.
bool is_plain(const char* bytes) {
    constexpr uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    uint64_t x;
    std::memcpy(&x, bytes, 8);
    const uint64_t quote = x ^ ones * '"', backslash = x ^ ones * '\\';
    const uint64_t found = ((x - ones * 0x20) & ~x) | ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash);
    return (found & tops) == 0;
}

}  // namespace

void print_string(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    size_t from = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        while (i + 8 <= text.size() && is_plain(text.data() + i)) i += 8;
        if (i == text.size()) break;
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, from, i - from);
        from = i + 1;
        out += '\\';
        switch (c) {
            case '\b': out += 'b'; break;
            case '\t': out += 't'; break;
            case '\n': out += 'n'; break;
            case '\f': out += 'f'; break;
            case '\r': out += 'r'; break;
            case '"':
            case '\\': out += text[i]; break;
            default: out.append("u00").append({digits[c >> 4], digits[c & 15]});
        }
    }
    out.append(text, from).append("\"");
}

void print_integer(std::string& out, int64_t n) {
    char digits[24];
    out.append(digits, std::to_chars(digits, std::end(digits), n).ptr);
}

void print_object(std::string& out, const Object& object) {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : object) {
        if (!first) out += ',';
        first = false;
        print_string(out, key);
        out += ':';
        print_value(out, value);
    }
    out += '}';
}

void print_array(std::string& out, const Array& array) {
    out += '[';
    bool first = true;
    for (const auto& value : array) {
        if (!first) out += ',';
        first = false;
        print_value(out, value);
    }
    out += ']';
}

// As boost::json::serialize, which is slow to begin; how a number with a fraction is written is left to it.
void print_value(std::string& out, const Value& value) {
    switch (value.kind()) {
        case boost::json::kind::null: out += "null"; break;
        case boost::json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
        case boost::json::kind::int64: print_integer(out, value.get_int64()); break;
        case boost::json::kind::string: print_string(out, value.get_string()); break;
        case boost::json::kind::array: print_array(out, value.get_array()); break;
        case boost::json::kind::object: print_object(out, value.get_object()); break;
        default: out += boost::json::serialize(value);
    }
}

}  // namespace leye::json
