#include "records/reference/document.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace leye::reference {
namespace {

constexpr std::array<std::pair<std::string_view, DocumentType>, 5> types{
    {{"resident_id", DocumentType::resident_id},
     {"social_security_card", DocumentType::social_security_card},
     {"hmt_residence", DocumentType::hmt_residence},
     {"hm_travel_permit", DocumentType::hm_travel_permit},
     {"tw_travel_permit", DocumentType::tw_travel_permit}}};

/// First two digits of GB/T 2260 for the mainland; 71 is Taiwan's place in the standard.
constexpr std::array provinces{"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33",
                               "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50",
                               "51", "52", "53", "54", "61", "62", "63", "64", "65", "71"};
constexpr std::array hmt_regions{"810000", "820000", "830000"};
constexpr size_t typed_bytes_max = 200;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool all_digits(std::string_view s) {
    return std::all_of(s.begin(), s.end(), is_digit);
}

tl::unexpected<Refusal> wrong_length(size_t length, const char* wanted) {
    return refuse("document_length", "document_number",
                  {{"length", std::to_string(length)}, {"wanted", wanted}});
}

/// Half-width, upper case, without white space; what people copy from cards and spreadsheets.
std::string normal(std::string_view typed) {
    std::string out;
    for (const char c : text::upper(text::narrow(text::trim(typed))))
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\'') out += c;
    return out;
}

std::optional<Date> birth_in(std::string_view n) {
    const auto number = [&](size_t at, size_t count) {
        int value = 0;
        for (size_t i = at; i < at + count; ++i) value = value * 10 + (n[i] - '0');
        return value;
    };
    return Date::of(number(6, 4), number(10, 2), number(12, 2));
}

bool region_stands(DocumentType type, std::string_view number) {
    if (type == DocumentType::hmt_residence)
        return std::find(hmt_regions.begin(), hmt_regions.end(), number.substr(0, 6)) != hmt_regions.end();
    const bool resident =
        std::find(provinces.begin(), provinces.end(), number.substr(0, 2)) != provinces.end();
    if (type == DocumentType::resident_id) return resident;
    // The social security card of a Hong Kong, Macau or Taiwan resident carries the residence number.
    return resident ||
           std::find(hmt_regions.begin(), hmt_regions.end(), number.substr(0, 6)) != hmt_regions.end();
}

Result<std::string> check_18(DocumentType type, std::string number, Date today) {
    const size_t length = text::length(number);
    if (length == 15 && all_digits(number)) return refuse("document_15_digits", "document_number");
    if (number.size() == length && length != 18) return wrong_length(length, "18");
    if (number.size() != 18 || !all_digits(std::string_view(number).substr(0, 17)) ||
        (!is_digit(number[17]) && number[17] != 'X'))
        return refuse("document_characters", "document_number");
    if (!region_stands(type, number)) return refuse("document_region", "document_number");
    const auto born = birth_in(number);
    if (!born || born->year() < 1900 || *born > today)
        return refuse("document_birth_date", "document_number");
    if (check_digit_of(number) != number[17]) return refuse("document_check_digit", "document_number");
    return number;
}

/// H or M and 8 digits; older cards print two more digits for the issue, which do not belong to the number.
Result<std::string> check_hm_permit(std::string number) {
    if (number.size() != 9 && number.size() != 11) return wrong_length(text::length(number), "9");
    if ((number[0] != 'H' && number[0] != 'M') || !all_digits(std::string_view(number).substr(1)))
        return refuse("document_characters", "document_number");
    return number.substr(0, 9);
}

Result<std::string> check_tw_permit(std::string number) {
    if (!all_digits(number)) return refuse("document_characters", "document_number");
    if (number.size() != 8) return wrong_length(number.size(), "8");
    return number;
}

bool has_18(DocumentType type, std::string_view number) {
    return number.size() == 18 && type != DocumentType::hm_travel_permit &&
           type != DocumentType::tw_travel_permit;
}

}  // namespace

std::optional<DocumentType> document_type_of(std::string_view name) {
    for (const auto& [known, type] : types)
        if (known == name) return type;
    return std::nullopt;
}

std::string_view name_of(DocumentType type) {
    return types[static_cast<size_t>(type)].first;
}

Result<std::string> check_document(DocumentType type, std::string_view typed, Date today) {
    if (typed.size() > typed_bytes_max) return wrong_length(typed.size(), "18");
    if (!text::is_utf8(typed)) return refuse("document_characters", "document_number");
    std::string number = normal(typed);
    if (number.empty()) return refuse("document_missing", "document_number");
    switch (type) {
        case DocumentType::hm_travel_permit:
            return check_hm_permit(std::move(number));
        case DocumentType::tw_travel_permit:
            return check_tw_permit(std::move(number));
        default:
            return check_18(type, std::move(number), today);
    }
}

std::optional<Date> birth_of(DocumentType type, std::string_view number) {
    if (!has_18(type, number) || !all_digits(number.substr(0, 17))) return std::nullopt;
    return birth_in(number);
}

std::optional<int> sex_of(DocumentType type, std::string_view number) {
    if (!has_18(type, number) || !is_digit(number[16])) return std::nullopt;
    return (number[16] - '0') % 2 == 1 ? 1 : 2;
}

std::string_view region_of(DocumentType type, std::string_view number) {
    return has_18(type, number) ? number.substr(0, 6) : std::string_view{};
}

char check_digit_of(std::string_view digits) {
    constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    expect(digits.size() >= weights.size() && all_digits(digits.substr(0, 17)), "17 digits");
    int sum = 0;
    for (size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

bool is_old_number(std::string_view typed) {
    if (typed.size() > typed_bytes_max || !text::is_utf8(typed)) return false;
    const std::string number = normal(typed);
    return number.size() == 15 && all_digits(number);
}

}  // namespace leye::reference
