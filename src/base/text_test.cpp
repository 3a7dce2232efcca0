#include "base/text.hpp"

#include "base/hash.hpp"

#include <doctest/doctest.h>

using namespace leye;

TEST_CASE("SHA-256 gives the digests of FIPS 180-2") {
    CHECK(text::hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(text::hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("only well-formed UTF-8 is text") {
    CHECK(text::is_utf8("买买提·艾力 𠮷 ok"));
    CHECK(text::is_utf8(""));
    CHECK_FALSE(text::is_utf8("\xc0\x80"));
    CHECK_FALSE(text::is_utf8("\xed\xa0\x80"));
    CHECK_FALSE(text::is_utf8("\xf4\x90\x80\x80"));
    CHECK_FALSE(text::is_utf8("abc\xe4\xb9"));
    CHECK_FALSE(text::is_utf8("\xf0\xa0\xae"));
}

TEST_CASE("lengths count characters, also beyond the basic plane") {
    CHECK(text::length("𠮷") == 1);
    CHECK(text::length("买买提·艾力") == 6);
    CHECK(text::of_code_points(text::code_points("𠮷野家")) == "𠮷野家");
}

TEST_CASE("GB18030 is read with its four-byte characters, and what is not GB18030 is refused") {
    CHECK(text::of_gb18030("\xd5\xc5\xc8\xfd") == "张三");
    CHECK(text::of_gb18030("\x95\x34\xb7\x36") .has_value());
    CHECK(*text::of_gb18030("\x95\x34\xd1\x37") != "");
    CHECK_FALSE(text::of_gb18030("\xff\xff"));
}

TEST_CASE("blanks of every kind fall off and full-width digits become half-width") {
    CHECK(text::trim("\xef\xbb\xbf 　张 三　\t") == "张 三");
    CHECK(text::narrow("３７９９（Ｘ）") == "3799(X)");
}

TEST_CASE("numbers are shown masked") {
    CHECK(text::mask("379914199308208159", 6, 4) == "379914********8159");
    CHECK(text::mask("12345", 3, 4) == "*****");
}
