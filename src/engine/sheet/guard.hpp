#pragma once
#include <string>
#include <string_view>

/// Spreadsheet programs run a CSV cell that begins like a formula. A leading apostrophe stops them.
namespace leye::sheet {

/// Whether a program may take the text for a formula: it begins with = + - @, after any apostrophes and
/// blanks. A plain negative number does not count.
inline bool is_formula_like(std::string_view text) {
    const bool marked = text.starts_with('\'');
    while (!text.empty() && std::string_view("' \t\r\n").find(text[0]) != text.npos) text.remove_prefix(1);
    if (text.empty() || std::string_view("=+-@").find(text[0]) == text.npos) return false;
    if (marked || text[0] != '-' || text.size() == 1) return true;
    return text.find_first_not_of("0123456789.", 1) != text.npos;
}

/// The text as it may stand in a CSV cell.
inline std::string guard(std::string_view text) {
    return is_formula_like(text) ? "'" + std::string(text) : std::string(text);
}

/// The text that `guard` was given; also what a person meant who typed the apostrophe.
inline std::string_view unguard(std::string_view cell) {
    return cell.starts_with('\'') && is_formula_like(cell) ? cell.substr(1) : cell;
}

}  // namespace leye::sheet
