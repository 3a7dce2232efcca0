#include "records/reference/name.hpp"

#include "base/text.hpp"

namespace leye::reference {
namespace {

constexpr size_t person_max = 50, employer_min = 2, employer_max = 100;
constexpr size_t typed_bytes_max = 1'000;

bool is_han(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 || c == 0x3007;
}
bool is_digit(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}
bool is_latin(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
}
/// Controls, directional marks and joiners: nobody sees them, and two equal names would differ.
bool is_invisible(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFD ||
           (c >= 0xFFF9 && c <= 0xFFFB) || c == 0xAD;
}
bool is_private(char32_t c) {
    return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0xFFFFD) || (c >= 0x100000 && c <= 0x10FFFD);
}
bool is_dot(char32_t c) {
    return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB || c == 0xFF65 || c == 0x2219 ||
           c == 0x22C5;
}
bool is_space(char32_t c) {
    return c == ' ' || c == 0x3000 || c == 0xA0;
}

/// Full-width Latin letters and punctuation as half-width.
char32_t narrowed(char32_t c) {
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

tl::unexpected<Refusal> too_long(const char* code, size_t max) {
    return refuse(code, "name", {{"max", std::to_string(max)}});
}

}  // namespace

Result<std::string> check_name(std::string_view typed) {
    if (typed.size() > typed_bytes_max) return too_long("name_length", person_max);
    if (!text::is_utf8(typed)) return refuse("name_encoding", "name");
    std::u32string out;
    for (char32_t c : text::code_points(text::trim(typed))) {
        if (is_invisible(c)) return refuse("name_control", "name");
        if (is_private(c)) return refuse("name_private_use", "name");
        if (is_digit(c)) return refuse("name_digit", "name");
        c = is_dot(c) ? U'·' : is_space(c) ? U' ' : narrowed(c);
        if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
        const bool mark = c == U'·' || c == ' ' || c == '-' || c == '\'' || c == 0x2019 || c == '.';
        if (!is_han(c) && !is_latin(c) && !mark)
            return refuse("name_character", "name", {{"character", text::of_code_points({&c, 1})}});
        out += c;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    if (out.find_first_not_of(U"· -'.\u2019") == std::u32string::npos) return refuse("name_missing", "name");
    if (out.size() > person_max) return too_long("name_length", person_max);
    return text::of_code_points(out);
}

Result<std::string> check_employer_name(std::string_view typed) {
    if (typed.size() > typed_bytes_max) return too_long("employer_name_length", employer_max);
    if (!text::is_utf8(typed)) return refuse("name_encoding", "name");
    const auto trimmed = text::trim(typed);
    const auto points = text::code_points(trimmed);
    if (points.empty()) return refuse("employer_name_missing", "name");
    for (const char32_t c : points) {
        if (is_invisible(c)) return refuse("name_control", "name");
        if (is_private(c)) return refuse("name_private_use", "name");
    }
    if (points.size() < employer_min || points.size() > employer_max)
        return too_long("employer_name_length", employer_max);
    return std::string(trimmed);
}

}  // namespace leye::reference
