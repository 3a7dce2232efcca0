#include "records/reference/name.hpp"

#include <doctest/doctest.h>

#include "records/reference/phone.hpp"

using namespace leye;
using namespace leye::reference;

namespace {
std::string checked(std::string_view text) {
    const auto result = check_name(text);
    return result ? *result : "!" + result.error().code;
}
std::string phone(std::string_view text) {
    const auto result = check_phone(text);
    return result ? *result : "!" + result.error().code;
}
}  // namespace

TEST_CASE("names of one character, beyond the basic plane, with a dot and in Latin letters are accepted") {
    for (const char* name : {"王", "王芳", "欧阳娜娜", "𠮷田", "李㛃", "李䶮", "赵堃", "𬍛", "〇",
                             "阿卜杜热合曼·买买提", "Nguyễn", "John O'Neil-Smith Jr.", "Anna Maria"}) {
        CAPTURE(name);
        CHECK(checked(name) == name);
    }
}

TEST_CASE("dots of every keyboard become the middle dot") {
    for (const char* dot : {"·", "•", "‧", "・", "･", "∙"})
        CHECK(checked("买买提" + std::string(dot) + "艾力") == "买买提·艾力");
}

TEST_CASE("outer white space goes and inner white space is one space") {
    CHECK(checked("  王芳　") == "王芳");
    CHECK(checked("Anna   Maria") == "Anna Maria");
    CHECK(checked("Ａｎｎａ") == "Anna");
}

TEST_CASE("digits, controls, private-use characters and signs are refused each with its own code") {
    CHECK(checked("") == "!name_missing");
    CHECK(checked("　 ") == "!name_missing");
    CHECK(checked("··") == "!name_missing");
    CHECK(checked("王芳1") == "!name_digit");
    CHECK(checked("王芳１") == "!name_digit");
    CHECK(checked("王\t芳") == "!name_control");
    CHECK(checked(std::string_view("\xe7\x8e\x8b\0\xe8\x8a\xb3", 7)) == "!name_control");
    CHECK(checked("王\u202E芳") == "!name_control");
    CHECK(checked("王\u200B芳") == "!name_control");
    CHECK(checked("王\uE000") == "!name_private_use");
    CHECK(checked("王\U000F0001") == "!name_private_use");
    CHECK(checked("<script>") == "!name_character");
    CHECK(checked("王芳😀") == "!name_character");
    CHECK(checked("王芳，李明") == "!name_character");
    CHECK(checked("\xcd\xf5\xb7\xbc") == "!name_encoding");
    CHECK(check_name("王@").error().details.at("character") == "@");
}

TEST_CASE("a name may have 50 characters and 10,000 are refused clearly") {
    std::string fifty, many;
    for (int i = 0; i < 50; ++i) fifty += "𠮷";
    CHECK(checked(fifty) == fifty);
    CHECK(checked(fifty + "王") == "!name_length");
    for (int i = 0; i < 10'000; ++i) many += "王";
    CHECK(checked(many) == "!name_length");
    CHECK(check_name(many).error().details.at("max") == "50");
}

TEST_CASE("names of employers keep their brackets and digits") {
    CHECK(*check_employer_name(" 济南市历下区和顺机械厂（普通合伙） ") ==
          "济南市历下区和顺机械厂（普通合伙）");
    CHECK(*check_employer_name("济南3号店") == "济南3号店");
    CHECK(check_employer_name("").error().code == "employer_name_missing");
    CHECK(check_employer_name("厂").error().code == "employer_name_length");
    CHECK(check_employer_name(std::string(5'000, 'a')).error().code == "employer_name_length");
    CHECK(check_employer_name("甲\x01厂").error().code == "name_control");
    CHECK(check_employer_name("甲\uE001厂").error().code == "name_private_use");
}

TEST_CASE("a mainland mobile number has 11 digits however it is written") {
    for (const char* text : {"12000000001", "120 0000 0001", "120-0000-0001", "+86 120 0000 0001",
                             "008612000000001", "8612000000001", "１２００００００００１", "(120)00000001"})
        CHECK(phone(text) == "12000000001");
    CHECK(phone("10012345678") == "10012345678");
    CHECK(phone("1200000000") == "!phone_length");
    CHECK(phone("120000000011") == "!phone_length");
    CHECK(phone("") == "!phone_missing");
    CHECK(phone("12000o00001") == "!phone_characters");
    CHECK(phone("电话") == "!phone_characters");
    CHECK(phone("0531-12333") == "!phone_kind");
    CHECK(phone(std::string(10'000, '1')) == "!phone_length");
}

TEST_CASE("mobiles of Hong Kong, Macau and Taiwan carry their country code") {
    CHECK(phone("+852 5123 4567") == "+85251234567");
    CHECK(phone("00853 6123 4567") == "+85361234567");
    CHECK(phone("+886 0912 345 678") == "+886912345678");
    CHECK(phone("+852 5123 456") == "!phone_length");
    CHECK(phone("+853 2123 4567") == "!phone_kind");
    CHECK(phone("+1 212 555 0100") == "!phone_kind");
}
