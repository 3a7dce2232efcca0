#include "engine/table/xml_text.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace leye::table {
namespace {

bool is_character(uint32_t c) {
    return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) ||
           (c >= 0xE000 && c <= 0x10FFFF && c != 0xFFFE && c != 0xFFFF);
}

}  // namespace

bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (c & 0x80);
}
bool is_name_part(char c) {
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

uint32_t character_of(std::string_view entity) {
    if (entity == "lt") return '<';
    if (entity == "gt") return '>';
    if (entity == "amp") return '&';
    if (entity == "quot") return '"';
    if (entity == "apos") return '\'';
    if (!entity.starts_with('#')) return 0;
    entity.remove_prefix(1);
    const int base = entity.starts_with('x') ? 16 : 10;
    if (base == 16) entity.remove_prefix(1);
    uint32_t code = 0;
    const auto [end, failed] = std::from_chars(entity.data(), entity.data() + entity.size(), code, base);
    const bool whole = failed == std::errc{} && end == entity.data() + entity.size();
    return whole && is_character(code) ? code : 0;
}

void decode(std::string_view raw, bool in_attribute, std::string& out) {
    for (size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c == '&') {
            const size_t end = raw.find(';', i);
            const char32_t one = character_of(raw.substr(i + 1, end - i - 1));
            out += text::of_code_points(std::u32string_view(&one, 1));
            i = end;
        } else if (c == '\r') {
            if (i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
            out += in_attribute ? ' ' : '\n';
        } else {
            out += in_attribute && is_xml_blank(c) ? ' ' : c;
        }
    }
}

bool is_xml_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_xml_text(std::string_view text) {
    if (!text::is_utf8(text)) return false;
    for (size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x20 && !is_xml_blank(text[i])) return false;
        if (c == 0xEF && (text.substr(i, 3) == "\xef\xbf\xbe" || text.substr(i, 3) == "\xef\xbf\xbf"))
            return false;
    }
    return true;
}

bool is_xml_name(std::string_view text) {
    return !text.empty() && is_xml_text(text) && is_name_start(text[0]) && text.find(':') == text.npos &&
           std::ranges::all_of(text, is_name_part);
}

std::string escape_content(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '\r')
            out += "&#13;";
        else
            out += c;
    }
    return out;
}

std::string escape_attribute(std::string_view text, char quote) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '\t' || c == '\n' || c == '\r')
            out += c == '\t' ? "&#9;" : c == '\n' ? "&#10;" : "&#13;";
        else if (c == quote)
            out += quote == '"' ? "&quot;" : "&apos;";
        else
            out += c;
    }
    return out;
}

}  // namespace leye::table
