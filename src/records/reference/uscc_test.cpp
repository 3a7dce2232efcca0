#include "records/reference/uscc.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace leye;
using namespace leye::reference;

namespace {

/// Invented codes of region 379900 and the example printed in GB 32100.
constexpr std::array samples{"91379900EL4AB0347D", "913799002J5LGM7T1A", "91379900G9F0J5HW41",
                             "913799009463N5DJ1U", "91379900GHXM0B826N", "91379900JT17Q5CE99",
                             "91379900A262Y9169K", "91379900T7NEWJNF7H", "91379900BQH8XK1UX4",
                             "91379900UHMR6PYU8E", "913799009L0Y8JGU6Q", "9137990008JYE7AQ76",
                             "91379900TKBY6ULU9D", "91379900BX3UBFY277", "91379900XEKKH5LR78",
                             "91379900JN29LA1F5P", "913799004W1PPAYE5X", "91379900KJ2FPY546G",
                             "91379900NBMXY6552B", "913799007YAT25YT8J", "91350100M000100Y43"};

std::string code_of(std::string_view text) {
    const auto result = check_uscc(text);
    return result ? "accepted" : result.error().code;
}

}  // namespace

TEST_CASE("codes that agree with GB 32100 are accepted, with their organisation code") {
    for (const std::string code : samples) {
        CAPTURE(code);
        CHECK(code_of(code) == "accepted");
        CHECK(organisation_check_of(std::string_view(code).substr(8, 8)) == code[16]);
    }
    const auto read = check_uscc("91350100M000100Y43");
    CHECK(read->department == "9");
    CHECK(read->kind == "91");
    CHECK(read->region == "350100");
    CHECK(read->check_matches);
}

TEST_CASE("a code with any one character changed is refused") {
    for (const std::string code : samples)
        for (size_t at = 0; at < 18; ++at)
            for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
                std::string wrong = code;
                if (wrong[at] == c) continue;
                wrong[at] = c;
                CAPTURE(wrong);
                CHECK(code_of(wrong) == "uscc_check_digit");
            }
}

TEST_CASE("small letters, full-width letters and spaces are read as what they mean") {
    CHECK(check_uscc("91350100m000100y43")->code == "91350100M000100Y43");
    CHECK(check_uscc(" 913501 00M000100 Y43 ")->code == "91350100M000100Y43");
    CHECK(check_uscc("９１３５０１００Ｍ０００１００Ｙ４３")->code == "91350100M000100Y43");
}

TEST_CASE("a wrong length, a letter that is never used and an empty text are told apart") {
    CHECK(code_of("") == "uscc_missing");
    CHECK(code_of("91350100M000100Y4") == "uscc_length");
    CHECK(code_of("91350100M000100Y433") == "uscc_length");
    CHECK(code_of(std::string(10'000, '9')) == "uscc_length");
    for (const char c : {'I', 'O', 'S', 'V', 'Z', '_'})
        CHECK(code_of(std::string("9135010") + c + "M000100Y43") == "uscc_characters");
    CHECK(code_of("91350100M000100Y\xe5\x9b\xbd\xe5\x9b\xbd") == "uscc_characters");
    CHECK(code_of("\xff\xff") == "uscc_characters");
}

TEST_CASE("a code taken over from elsewhere is kept with a mark where its last character does not agree") {
    const auto read = read_uscc("91350100M000100Y44");
    REQUIRE(read);
    CHECK_FALSE(read->check_matches);
    CHECK_FALSE(read_uscc("9135"));
}
