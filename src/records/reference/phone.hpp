#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::reference {

/// A phone number normalised: mainland mobile as 11 digits beginning with 1; Hong Kong, Macau and Taiwan
/// mobiles as
/// "+852…", "+853…", "+886…". Spaces, hyphens, brackets and +86 / 0086 are dropped.
/// Fails: phone_missing, phone_characters, phone_length, phone_kind (a fixed line or another country); field
/// "phone".
Result<std::string> check_phone(std::string_view text);

}  // namespace leye::reference
