#include "records/reference/phone.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace leye::reference {
namespace {

struct Plan {
    std::string_view country;
    size_t digits;
    std::string_view first;  ///< digits a mobile number may begin with
};
constexpr std::array plans{Plan{"852", 8, "456789"}, Plan{"853", 8, "6"}, Plan{"886", 9, "9"}};
constexpr size_t typed_bytes_max = 100;

tl::unexpected<Refusal> wrong_length(size_t length, size_t wanted) {
    return refuse("phone_length", "phone",
                  {{"length", std::to_string(length)}, {"wanted", std::to_string(wanted)}});
}

Result<std::string> check_abroad(std::string_view digits) {
    for (const Plan& plan : plans) {
        if (!digits.starts_with(plan.country)) continue;
        auto rest = digits.substr(3);
        if (plan.country == "886" && rest.starts_with('0')) rest.remove_prefix(1);
        if (rest.size() != plan.digits) return wrong_length(rest.size(), plan.digits);
        if (plan.first.find(rest[0]) == std::string_view::npos) return refuse("phone_kind", "phone");
        return "+" + std::string(plan.country) + std::string(rest);
    }
    return refuse("phone_kind", "phone");
}

}  // namespace

Result<std::string> check_phone(std::string_view typed) {
    if (typed.size() > typed_bytes_max) return wrong_length(typed.size(), 11);
    if (!text::is_utf8(typed)) return refuse("phone_characters", "phone");
    std::string kept;
    for (const char c : text::narrow(text::trim(typed)))
        if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '\t') kept += c;
    if (kept.empty()) return refuse("phone_missing", "phone");
    std::string_view digits = kept;
    const bool plus = digits.starts_with('+');
    const bool zeros = digits.starts_with("00");
    if (plus) digits.remove_prefix(1);
    if (zeros) digits.remove_prefix(2);
    if (digits.empty() ||
        !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return refuse("phone_characters", "phone");
    if (plus || zeros) {
        if (!digits.starts_with("86")) return check_abroad(digits);
        digits.remove_prefix(2);
    } else if (digits.size() == 13 && digits.starts_with("861")) {
        digits.remove_prefix(2);
    }
    if (!digits.starts_with('1')) return refuse("phone_kind", "phone");
    if (digits.size() != 11) return wrong_length(digits.size(), 11);
    return std::string(digits);
}

}  // namespace leye::reference
