#include "engine/seal/totp.hpp"

#include <doctest/doctest.h>

using namespace leye;

namespace {
const std::string rfc_secret = "12345678901234567890";
Instant at(int64_t seconds) {
    return Instant::of_ms(seconds * 1000);
}
}  // namespace

TEST_CASE("codes agree with RFC 6238, appendix B") {
    CHECK(seal::totp_code(rfc_secret, at(59)) == "287082");
    CHECK(seal::totp_code(rfc_secret, at(1111111109)) == "081804");
    CHECK(seal::totp_code(rfc_secret, at(1111111111)) == "050471");
    CHECK(seal::totp_code(rfc_secret, at(1234567890)) == "005924");
    CHECK(seal::totp_code(rfc_secret, at(2000000000)) == "279037");
    CHECK(seal::totp_code(rfc_secret, at(20000000000)) == "353130");
}

TEST_CASE("a code is accepted one step early or late and not two") {
    const Instant now = at(1'800'000'015);
    for (const int off : {-30, 0, 30})
        CHECK(seal::verify_totp(rfc_secret, seal::totp_code(rfc_secret, now.plus_ms(off * 1000)), now)
                  .has_value());
    for (const int off : {-60, 60})
        CHECK_FALSE(seal::verify_totp(rfc_secret, seal::totp_code(rfc_secret, now.plus_ms(off * 1000)), now));
    CHECK_FALSE(seal::verify_totp(rfc_secret, "", now));
    CHECK_FALSE(seal::verify_totp(rfc_secret, "0000000", now));
}

TEST_CASE("a code works once") {
    const Instant now = at(1'800'000'015);
    const auto code = seal::totp_code(rfc_secret, now);
    const auto step = seal::verify_totp(rfc_secret, code, now);
    REQUIRE(step.has_value());
    CHECK_FALSE(seal::verify_totp(rfc_secret, code, now, *step));
    CHECK(seal::verify_totp(rfc_secret, seal::totp_code(rfc_secret, now.plus_ms(30'000)), now, *step)
              .has_value());
}

TEST_CASE("base32 agrees with RFC 4648") {
    const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
    for (const auto& [plain, coded] : cases) {
        CHECK(seal::base32(plain) == coded);
        CHECK(seal::of_base32(coded) == plain);
    }
    CHECK(seal::of_base32("mzxw 6ytb-oi======") == "foobar");
    CHECK_FALSE(seal::of_base32("MZXW1").has_value());
    const auto secret = seal::new_totp_secret();
    CHECK(secret.size() == 20);
    CHECK(seal::of_base32(seal::base32(secret)) == secret);
}

TEST_CASE("the address for the app names issuer and account") {
    CHECK(seal::totp_uri("foobar", "乐业", "li ming") ==
          "otpauth://totp/"
          "%E4%B9%90%E4%B8%9A:li%20ming?secret=MZXW6YTBOI&issuer=%E4%B9%90%E4%B8%9A&algorithm=SHA1&digits=6&"
          "period=30");
}
