#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::reference {

/// A person's name normalised: trimmed, dots as · (U+00B7), inner white space as one space. 1 to 50
/// characters of Han (all planes), ·, Latin letters, space, hyphen, apostrophe, full stop; Han and Latin are
/// not told apart. Fails: name_missing, name_length, name_digit, name_control, name_private_use,
/// name_character, name_encoding; field "name". Cost: refuses before looking at more than 1,000 bytes.
Result<std::string> check_name(std::string_view text);

/// The name of an employer or agency normalised: trimmed, （） kept, 2 to 100 characters, no control and no
/// private-use character. Fails: employer_name_missing, employer_name_length, name_control, name_private_use,
/// name_encoding.
Result<std::string> check_employer_name(std::string_view text);

}  // namespace leye::reference
