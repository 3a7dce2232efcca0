#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::reference {

/// A unified social credit code. Invariant: 18 characters of the alphabet; `check_matches` says whether the
/// last agrees.
struct Uscc {
    std::string code;
    std::string department;  ///< first character: 1 机构编制, 5 民政, 9 市场监管, …
    std::string kind;        ///< first two: 91 企业, 92 个体工商户, 93 农民专业合作社, …
    std::string region;      ///< six digits of the registering office
    bool check_matches = true;
};

/// The code normalised (half-width, upper case). Fails: uscc_missing, uscc_length, uscc_characters,
/// uscc_check_digit; field "uscc". Source: GB 32100. Numbers of some old 个体 units do not conform:
/// `read_uscc` takes those.
Result<Uscc> check_uscc(std::string_view text);
/// As check_uscc, but a wrong last character is only marked in `check_matches`, for records taken over from
/// elsewhere.
Result<Uscc> read_uscc(std::string_view text);
/// The 18th character for 17 of the alphabet.
char uscc_check_of(std::string_view seventeen);
/// The ninth character of an organisation code (GB 11714) for its first eight.
char organisation_check_of(std::string_view eight);

}  // namespace leye::reference
