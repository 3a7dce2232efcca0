#include "engine/sheet/number_format.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/date.hpp"

namespace leye::sheet {
namespace {

constexpr int day_seconds = 86'400;
constexpr double last_day = 2'958'465;  // 9999-12-31

std::string two(int n) {
    return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
}

std::string clock_text(int64_t seconds) {
    const int64_t hours = seconds / 3600;
    return (hours < 10 ? "0" : "") + std::to_string(hours) + ":" + two(static_cast<int>(seconds / 60 % 60)) +
           ":" + two(static_cast<int>(seconds % 60));
}

Result<std::string> date_text(double value, NumberKind kind, bool is_1904) {
    if (!(value >= 0) || value > last_day + 1) return refuse("sheet_date_invalid");
    double day = std::floor(value);
    auto seconds = static_cast<int64_t>(std::llround((value - day) * day_seconds));
    if (kind == NumberKind::time) return clock_text(static_cast<int64_t>(day) * day_seconds + seconds);
    if (seconds == day_seconds) {
        seconds = 0;
        day += 1;
    }
    // The 1900 system has a 29 February 1900 that never was, as day 60.
    const int serial = static_cast<int>(day);
    if (!is_1904 && (serial == 0 || serial == 60)) return refuse("sheet_date_invalid");
    const Date origin = is_1904       ? *Date::of(1904, 1, 1)
                        : serial < 60 ? *Date::of(1899, 12, 31)
                                      : *Date::of(1899, 12, 30);
    const Date date = origin + serial;
    if (date.year() > 9999) return refuse("sheet_date_invalid");
    return kind == NumberKind::date || seconds == 0 ? date.text() : date.text() + " " + clock_text(seconds);
}

// Up to 15 significant digits, which is what spreadsheet programs keep; never an exponent.
std::string plain_text(double value) {
    char room[400];
    auto end = std::to_chars(room, room + sizeof room, value, std::chars_format::general, 15).ptr;
    std::string out(room, end);
    if (out.find('e') == out.npos) return out;
    end = std::to_chars(room, room + sizeof room, value, std::chars_format::fixed, 20).ptr;
    out.assign(room, end);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.ends_with('.')) out.pop_back();
    return out == "-0" ? "0" : out;
}

}  // namespace

NumberKind kind_of_builtin(int format) {
    if (format == 22) return NumberKind::date_time;
    if ((format >= 18 && format <= 21) || (format >= 45 && format <= 47) || (format >= 32 && format <= 35) ||
        format == 55 || format == 56)
        return NumberKind::time;
    if ((format >= 14 && format <= 17) || (format >= 27 && format <= 36) || (format >= 50 && format <= 58))
        return NumberKind::date;
    return NumberKind::plain;
}

NumberKind kind_of_format(std::string_view code) {
    std::string bare;  // the first section without literals and colours, in lower case
    bool elapsed = false;
    for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        const char c = code[i];
        if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const size_t close = std::min(code.find(']', i), code.size());
            const auto inside = code.substr(i + 1, close - i - 1);
            elapsed |= !inside.empty() && inside.find_first_not_of("hHmMsS") == inside.npos;
            i = close;
        } else {
            bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        }
    }
    if (elapsed) return NumberKind::time;
    if (bare.find("general") != bare.npos) return NumberKind::plain;
    const bool clock = bare.find_first_of("hs") != bare.npos;
    bool day = bare.find_first_of("yd") != bare.npos || (!clock && bare.find('m') != bare.npos);
    for (size_t e = bare.find('e'); e != bare.npos; e = bare.find('e', e + 1))
        day |= e + 1 == bare.size() || (bare[e + 1] != '+' && bare[e + 1] != '-');
    if (day) return clock ? NumberKind::date_time : NumberKind::date;
    return clock ? NumberKind::time : NumberKind::plain;
}

Result<std::string> number_text(std::string_view raw, NumberKind kind, bool is_1904) {
    const auto digits = raw.starts_with('-') ? raw.substr(1) : raw;
    const bool whole = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
    double value = 0;
    const auto [end, failed] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
    if (failed != std::errc{} || end != raw.data() + raw.size() || !std::isfinite(value))
        return refuse("sheet_damaged");
    if (kind != NumberKind::plain) return date_text(value, kind, is_1904);
    if (whole && digits.size() <= 15) return std::string(raw);
    // Some programs write all digits of a long code; Excel has put zeros for those behind the 15th.
    if (whole && digits.find_first_not_of('0', 15) != digits.npos) return std::string(raw);
    if (std::abs(value) >= 1e15) return refuse("sheet_digits_lost");
    return plain_text(value);
}

}  // namespace leye::sheet
