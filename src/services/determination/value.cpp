#include <algorithm>

#include "services/determination/row.hpp"

namespace leye::determination {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads whole numbers and what stands between them.
class Numbers {
  public:
    explicit Numbers(std::string_view text) : rest_(text) {}
    /// A number of at most `most` digits.
    std::optional<int> number(size_t most) {
        size_t n = 0;
        int out = 0;
        for (; n < rest_.size() && n < most && is_digit(rest_[n]); ++n) out = out * 10 + (rest_[n] - '0');
        if (n == 0) return std::nullopt;
        rest_.remove_prefix(n);
        return out;
    }
    bool skip(std::string_view any_of_chars, std::string_view or_word) {
        if (rest_.empty()) return false;
        if (any_of_chars.find(rest_[0]) != any_of_chars.npos) return rest_.remove_prefix(1), true;
        if (!rest_.starts_with(or_word)) return false;
        rest_.remove_prefix(or_word.size());
        return true;
    }
    bool skip_word(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
};

}  // namespace

std::optional<Date> read_day(std::string_view text) {
    Numbers in(text);
    const auto year = in.number(4);
    if (!year || text.size() < 8) return std::nullopt;
    const bool apart = in.skip("-/.", "年");
    const auto month = in.number(2);
    if (!month || (apart && !in.skip("-/.", "月"))) return std::nullopt;
    const auto day = in.number(2);
    if (!day) return std::nullopt;
    in.skip_word("日");
    // Exports of databases write a time behind the day.
    const std::string_view rest = in.rest();
    if (!rest.empty() && !((rest[0] == ' ' || rest[0] == 'T') && rest.find_first_not_of("0123456789:. TZ+") == rest.npos)) return std::nullopt;
    return Date::of(*year, *month, *day);
}

std::optional<Date> read_month(std::string_view text) {
    Numbers in(text);
    const auto year = in.number(4);
    if (!year || text.size() < 6) return std::nullopt;
    const bool apart = in.skip("-/.", "年");
    const auto month = in.number(2);
    if (!month) return std::nullopt;
    if (apart) in.skip_word("月");
    if (in.rest().empty()) return Date::of(*year, *month, 1);
    const auto day = read_day(text);
    if (!day) return std::nullopt;
    return Date::of(day->year(), day->month(), 1);
}

std::optional<int64_t> read_amount(std::string_view text) {
    if (text.starts_with("¥")) text.remove_prefix(std::string_view("¥").size());
    int64_t whole = 0;
    size_t i = 0, digits = 0;
    for (; i < text.size() && text[i] != '.'; ++i) {
        if (text[i] == ',' && digits > 0) continue;
        if (!is_digit(text[i]) || ++digits > 11) return std::nullopt;
        whole = whole * 10 + (text[i] - '0');
    }
    if (digits == 0) return std::nullopt;
    int64_t cents = 0;
    if (i < text.size()) {
        const std::string_view behind = text.substr(i + 1);
        if (behind.size() > 6 || !std::ranges::all_of(behind, is_digit) || behind.find_first_not_of('0', std::min<size_t>(2, behind.size())) != behind.npos) return std::nullopt;
        cents = (behind.size() > 0 ? (behind[0] - '0') * 10 : 0) + (behind.size() > 1 ? behind[1] - '0' : 0);
    }
    if (whole > 100'000'000) return std::nullopt;
    return whole * 100 + cents;
}

}  // namespace leye::determination
