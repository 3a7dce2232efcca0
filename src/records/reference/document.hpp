#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace leye::reference {

/// Papers that name a person. Their names in JSON and in the database are those of the enumerators.
enum class DocumentType {
    resident_id,
    social_security_card,
    hmt_residence,
    hm_travel_permit,
    tw_travel_permit
};

std::optional<DocumentType> document_type_of(std::string_view name);
std::string_view name_of(DocumentType type);

/// The number normalised: half-width, upper case, without white space. `today` bounds the day of birth.
/// Fails: document_missing, document_length, document_15_digits, document_characters, document_region,
/// document_birth_date, document_check_digit; field "document_number".
/// Source: GB 11643; the social security number is the citizen number (社会保险法 58);
/// 港澳台居民居住证申领发放办法 for 81, 82, 83. Retired region codes are accepted: they stay valid for life.
Result<std::string> check_document(DocumentType type, std::string_view text, Date today);

/// The day of birth that a normalised number states; nothing for travel permits.
std::optional<Date> birth_of(DocumentType type, std::string_view number);
/// 1 male, 2 female (GB/T 2261.1) as a normalised number states it; nothing for travel permits.
std::optional<int> sex_of(DocumentType type, std::string_view number);
/// The six digits of the place of first issue; empty for travel permits.
std::string_view region_of(DocumentType type, std::string_view number);
/// The 18th character for 17 digits, by ISO 7064 MOD 11-2. In: at least 17 digits.
char check_digit_of(std::string_view seventeen_digits);
/// True for 15 digits that could be an old number: they help a search, they never identify.
bool is_old_number(std::string_view text);

}  // namespace leye::reference
