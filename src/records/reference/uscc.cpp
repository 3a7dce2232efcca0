#include "records/reference/uscc.hpp"

#include <array>

#include "base/text.hpp"

namespace leye::reference {
namespace {
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr size_t typed_bytes_max = 200;
}  // namespace

Result<Uscc> read_uscc(std::string_view typed) {
    if (typed.size() > typed_bytes_max)
        return refuse("uscc_length", "uscc", {{"length", std::to_string(typed.size())}});
    if (!text::is_utf8(typed)) return refuse("uscc_characters", "uscc");
    std::string code;
    for (const char c : text::upper(text::narrow(text::trim(typed))))
        if (c != ' ' && c != '\t' && c != '-') code += c;
    if (code.empty()) return refuse("uscc_missing", "uscc");
    if (const size_t length = text::length(code); length != 18)
        return refuse("uscc_length", "uscc", {{"length", std::to_string(length)}});
    if (code.find_first_not_of(alphabet) != std::string::npos) return refuse("uscc_characters", "uscc");
    Uscc out{.code = code,
             .department = code.substr(0, 1),
             .kind = code.substr(0, 2),
             .region = code.substr(2, 6),
             .check_matches = uscc_check_of(code) == code[17]};
    return out;
}

Result<Uscc> check_uscc(std::string_view typed) {
    auto read = read_uscc(typed);
    if (read && !read->check_matches) return refuse("uscc_check_digit", "uscc");
    return read;
}

char uscc_check_of(std::string_view seventeen) {
    expect(seventeen.size() >= 17, "17 characters");
    size_t sum = 0, weight = 1;
    for (size_t i = 0; i < 17; ++i) {
        const size_t value = alphabet.find(seventeen[i]);
        expect(value != std::string_view::npos, "characters of the alphabet");
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return alphabet[(31 - sum % 31) % 31];
}

char organisation_check_of(std::string_view eight) {
    constexpr std::array weights{3, 7, 9, 10, 5, 8, 4, 2};
    expect(eight.size() >= 8, "8 characters");
    int sum = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
        const char c = eight[i];
        sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
    }
    const int check = 11 - sum % 11;
    return check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
}

}  // namespace leye::reference
