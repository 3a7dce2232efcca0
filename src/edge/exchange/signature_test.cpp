#include "edge/exchange/signature.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

using namespace leye;
using namespace leye::exchange;

namespace {

std::string base64(std::string_view bytes) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (size_t i = 0; i < bytes.size(); i += 3) {
        uint32_t n = 0;
        for (size_t k = 0; k < 3; ++k) n = n << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0u);
        for (size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : letters[n >> (18 - 6 * k) & 63];
    }
    return out;
}

std::string pem(std::string_view hex) { return "-----BEGIN PUBLIC KEY-----\n" + base64(*text::of_hex(hex)) + "\n-----END PUBLIC KEY-----\n"; }

// GB/T 32918.5-2017, annex A: the message «message digest», signed under the id 1234567812345678.
const std::string sm2_key = pem("3059301306072a8648ce3d020106082a811ccf5501822d03420004"
                                "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                                "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
const std::string sm2_raw = *text::of_hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                                          "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
// RFC 8032, 7.1, test 2: the message is one byte.
const std::string ed_key = pem("302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
const std::string ed_signature = *text::of_hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

}  // namespace

TEST_CASE("signatures of the standards' own examples are verified, changed ones are not (row 20.2)") {
    const auto sm2 = PublicKey::parse(sm2_key), ed = PublicKey::parse(ed_key);
    REQUIRE(sm2);
    REQUIRE(ed);
    CHECK(sm2->kind() == "sm2");
    CHECK(ed->kind() == "ed25519");
    CHECK(sm2->verifies("message digest", sm2_raw));
    const std::string der = *text::of_hex("3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    CHECK(sm2->verifies("message digest", der));
    CHECK_FALSE(sm2->verifies("message digest.", sm2_raw));
    CHECK(ed->verifies("\x72", ed_signature));
    CHECK_FALSE(ed->verifies("\x73", ed_signature));
    for (size_t i = 0; i < 64; i += 7) {
        std::string a = sm2_raw, b = ed_signature;
        a[i] = static_cast<char>(a[i] ^ 1), b[i] = static_cast<char>(b[i] ^ 1);
        CHECK_FALSE(sm2->verifies("message digest", a));
        CHECK_FALSE(ed->verifies("\x72", b));
    }
    for (const std::string& none : {std::string(), std::string(1, '0'), std::string(64, '\0'), std::string(63, 'x'), std::string(2000, 'x')}) {
        CHECK_FALSE(sm2->verifies("message digest", none));
        CHECK_FALSE(ed->verifies("\x72", none));
    }
}

TEST_CASE("only Ed25519 and SM2 keys are keys, and only base64 is base64") {
    CHECK_FALSE(PublicKey::parse(""));
    CHECK_FALSE(PublicKey::parse("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
    // NIST P-256.
    CHECK_FALSE(PublicKey::parse(pem("3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                                     "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                                     "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")));
    CHECK(of_base64("aGVsbG8=") == "hello");
    CHECK(of_base64(base64(ed_signature)) == ed_signature);
    for (const char* none : {"", "a", "aGVsbG8", "aGVs bG8=", "====", "äöü="}) CHECK_FALSE(of_base64(none));
}
