#include "records/reference/document.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace leye;
using namespace leye::reference;

namespace {

const Date today = *Date::of(2026, 11, 23);

std::string code_of(DocumentType type, std::string_view text) {
    const auto result = check_document(type, text, today);
    return result ? "accepted" : result.error().code;
}
std::string resident(std::string_view text) {
    return code_of(DocumentType::resident_id, text);
}
std::string with_check(std::string digits) {
    return digits + check_digit_of(digits);
}

/// Invented numbers (prefix 3799 belongs to no county) and the two examples printed in GB 11643.
constexpr std::array samples{
    "379988198802206829", "379996200311170374", "379981197308178093", "379914199308208159",
    "37993719741214455X", "379919200101034240", "379910198405126649", "379991197710193753",
    "379982199510028270", "379968198904174279", "379909195001215232", "37994719541219231X",
    "379904197006171643", "37990319960107754X", "379993196912085230", "37998419691002290X",
    "379935199504161476", "37992819671021050X", "379957197802186654", "379901196711080911",
    "11010519491231002X", "440524188001010014"};

}  // namespace

TEST_CASE("numbers that agree with GB 11643 are accepted") {
    for (const std::string number : samples) {
        CAPTURE(number);
        CHECK(check_digit_of(number) == number[17]);
        // The standard's second example was born in 1880, before the first year a living person can state.
        CHECK(resident(number) == (number.substr(6, 4) < "1900" ? "document_birth_date" : "accepted"));
    }
}

TEST_CASE("a number with any one digit changed is refused") {
    for (const std::string number : samples)
        for (size_t at = 0; at < 18; ++at)
            for (char c = '0'; c <= '9'; ++c) {
                std::string wrong = number;
                if (wrong[at] == c) continue;
                wrong[at] = c;
                CAPTURE(wrong);
                CHECK(resident(wrong) != "accepted");
            }
}

TEST_CASE("a number with two neighbouring digits swapped is refused") {
    for (const std::string number : samples)
        for (size_t at = 0; at + 1 < 18; ++at) {
            std::string wrong = number;
            std::swap(wrong[at], wrong[at + 1]);
            if (wrong == number) continue;
            CAPTURE(wrong);
            CHECK(resident(wrong) != "accepted");
        }
}

TEST_CASE("a wrong check character is named as such") {
    CHECK(resident("379914199308208158") == "document_check_digit");
    CHECK(resident("379937197412144551") == "document_check_digit");
}

TEST_CASE("full-width digits, a small x and spaces are read as what they mean") {
    const auto of = [](std::string_view text) {
        return *check_document(DocumentType::resident_id, text, today);
    };
    CHECK(of("37993719741214455x") == "37993719741214455X");
    CHECK(of("３７９９３７１９７４１２１４４５５Ｘ") == "37993719741214455X");
    CHECK(of("３７９９３７１９７４１２１４４５５ｘ") == "37993719741214455X");
    CHECK(of(" 379937 19741214 455X\n") == "37993719741214455X");
    CHECK(of("'379937 19741214 455X") == "37993719741214455X");
    CHECK(of("　37993719741214455X　") == "37993719741214455X");
}

TEST_CASE("impossible dates of birth are refused before the check character") {
    for (const char* birth :
         {"19930229", "19931301", "19930431", "19930100", "18991231", "20261124", "20990101", "00000000"}) {
        CAPTURE(birth);
        CHECK(resident(with_check("379914" + std::string(birth) + "815")) == "document_birth_date");
    }
    CHECK(resident(with_check("37991419920229815")) == "accepted");
    CHECK(resident(with_check("37991420261123815")) == "accepted");
    CHECK(resident(with_check("37991419000101815")) == "accepted");
}

TEST_CASE("15-digit numbers are refused with their own code and recognised for a search") {
    CHECK(resident("379914930820815") == "document_15_digits");
    CHECK(resident("３７９９１４９３０８２０８１５") == "document_15_digits");
    CHECK(is_old_number("379914930820815"));
    CHECK(is_old_number(" 379914930820815 "));
    CHECK_FALSE(is_old_number("37991493082081X"));
    CHECK_FALSE(is_old_number("379914199308208159"));
}

TEST_CASE("an empty, short, long or strange text is refused with what is wrong") {
    CHECK(resident("") == "document_missing");
    CHECK(resident("  　") == "document_missing");
    CHECK(resident("37991419930820815") == "document_length");
    CHECK(resident("3799141993082081590") == "document_length");
    CHECK(resident(std::string(10'000, '1')) == "document_length");
    CHECK(resident("3799141993O8208159") == "document_characters");
    CHECK(resident("37991419930820815Y") == "document_characters");
    CHECK(resident("X79914199308208159") == "document_characters");
    CHECK(resident("三七九九一四") == "document_characters");
    CHECK(resident("\xff\xfe") == "document_characters");
    const auto refused = check_document(DocumentType::resident_id, "123", today);
    CHECK(refused.error().details.at("length") == "3");
    CHECK(refused.error().field == "document_number");
}

TEST_CASE("a retired region code stays valid, a place that never was does not") {
    for (const char* region : {"371202", "370282", "370684", "372901", "372330", "110105", "650102"}) {
        CAPTURE(region);
        CHECK(resident(with_check(std::string(region) + "19700101001")) == "accepted");
    }
    for (const char* region : {"001202", "161202", "990101", "810000", "910000", "470101"}) {
        CAPTURE(region);
        CHECK(resident(with_check(std::string(region) + "19700101001")) == "document_region");
    }
}

TEST_CASE("the social security number is the citizen number") {
    CHECK(code_of(DocumentType::social_security_card, "379914199308208159") == "accepted");
    CHECK(code_of(DocumentType::social_security_card, "379914199308208158") == "document_check_digit");
    CHECK(code_of(DocumentType::social_security_card, with_check("81000019800101001")) == "accepted");
}

TEST_CASE("a residence permit begins with 810000, 820000 or 830000") {
    for (const char* region : {"810000", "820000", "830000"})
        CHECK(code_of(DocumentType::hmt_residence, with_check(std::string(region) + "19880808002")) ==
              "accepted");
    CHECK(code_of(DocumentType::hmt_residence, with_check("84000019880808002")) == "document_region");
    CHECK(code_of(DocumentType::hmt_residence, with_check("81010119880808002")) == "document_region");
    CHECK(code_of(DocumentType::hmt_residence, "379914199308208159") == "document_region");
}

TEST_CASE("travel permits have their own forms") {
    const auto hm = [](std::string_view text) { return code_of(DocumentType::hm_travel_permit, text); };
    CHECK(hm("H12345678") == "accepted");
    CHECK(hm("m12345678") == "accepted");
    CHECK(*check_document(DocumentType::hm_travel_permit, "H1234567801", today) == "H12345678");
    CHECK(hm("H1234567") == "document_length");
    CHECK(hm("H123456780") == "document_length");
    CHECK(hm("A12345678") == "document_characters");
    CHECK(hm("H1234567X") == "document_characters");
    const auto tw = [](std::string_view text) { return code_of(DocumentType::tw_travel_permit, text); };
    CHECK(tw("12345678") == "accepted");
    CHECK(tw("１２３４５６７８") == "accepted");
    CHECK(tw("1234567") == "document_length");
    CHECK(tw("H2345678") == "document_characters");
}

TEST_CASE("birth and sex are read from the number and never from a travel permit") {
    CHECK(birth_of(DocumentType::resident_id, "379914199308208159")->text() == "1993-08-20");
    CHECK(sex_of(DocumentType::resident_id, "379914199308208159") == 1);
    CHECK(sex_of(DocumentType::resident_id, "379988198802206829") == 2);
    CHECK(region_of(DocumentType::resident_id, "379988198802206829") == "379988");
    CHECK_FALSE(birth_of(DocumentType::hm_travel_permit, "H12345678"));
    CHECK_FALSE(sex_of(DocumentType::tw_travel_permit, "12345678"));
    CHECK_FALSE(birth_of(DocumentType::resident_id, "379914930820815"));
    CHECK(region_of(DocumentType::tw_travel_permit, "12345678").empty());
}

TEST_CASE("every document type is known by its name and no other word is") {
    for (const auto type :
         {DocumentType::resident_id, DocumentType::social_security_card, DocumentType::hmt_residence,
          DocumentType::hm_travel_permit, DocumentType::tw_travel_permit})
        CHECK(document_type_of(name_of(type)) == type);
    CHECK_FALSE(document_type_of("passport"));
    CHECK_FALSE(document_type_of("foreign_permanent_residence"));
    CHECK_FALSE(document_type_of(""));
}
