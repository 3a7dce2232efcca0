#include "edge/http/request.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "base/text.hpp"

namespace leye::http {

namespace {
int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}
}  // namespace

std::optional<std::string> decode(std::string_view text, bool form) {
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && form) {
            c = ' ';
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
        out.push_back(c);
    }
    if (!text::is_utf8(out)) return std::nullopt;
    return out;
}

std::optional<std::string> find_cookie(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const size_t end = header.find(';');
        std::string_view pair = header.substr(0, end);
        while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
        while (!pair.empty() && pair.back() == ' ') pair.remove_suffix(1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return std::string(pair.substr(name.size() + 1));
        if (end == std::string_view::npos) break;
        header.remove_prefix(end + 1);
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return std::nullopt;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == "cookie")
            if (auto found = find_cookie(value, name)) return found;
    return std::nullopt;
}

std::optional<std::string> Request::query(std::string_view name) const {
    for (std::string_view pair : text::split(query_string, '&')) {
        const size_t equals = pair.find('=');
        const auto key = decode(pair.substr(0, equals), true);
        if (!key || *key != name) continue;
        return equals == std::string_view::npos ? std::string() : decode(pair.substr(equals + 1), true);
    }
    return std::nullopt;
}

bool Request::query_decodes() const {
    return std::ranges::all_of(text::split(query_string, '&'), [](std::string_view pair) { return decode(pair, true).has_value(); });
}

const std::string& Request::param(const std::string& name) const {
    const auto found = params.find(name);
    expect(found != params.end(), "the route's pattern has no such name");
    return found->second;
}

}  // namespace leye::http
