#include "edge/http/network.hpp"

#include <doctest/doctest.h>

using namespace leye::http;

TEST_CASE("a network holds its addresses and no other, IPv4 also inside IPv6") {
    const auto ten = Network::parse("10.0.0.0/8"), odd = Network::parse("192.168.4.0/22"), one = Network::parse("127.0.0.1"), six = Network::parse("fd00::/8");
    REQUIRE((ten && odd && one && six));
    CHECK(ten->contains("10.255.0.1"));
    CHECK(ten->contains("::ffff:10.1.2.3"));
    CHECK_FALSE(ten->contains("11.0.0.1"));
    CHECK_FALSE(ten->contains("a00::1"));
    CHECK(odd->contains("192.168.7.255"));
    CHECK_FALSE(odd->contains("192.168.8.0"));
    CHECK(one->contains("127.0.0.1"));
    CHECK_FALSE(one->contains("127.0.0.2"));
    CHECK(six->contains("fdff::1"));
    CHECK_FALSE(six->contains("fe00::1"));
    CHECK_FALSE(ten->contains("a proxy"));
    CHECK(Network::parse("0.0.0.0/0")->contains("203.0.113.9"));
    CHECK_FALSE(Network::parse("0.0.0.0/0")->contains("2001:db8::1"));
}

TEST_CASE("what is no network is none") {
    for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.1/8", "fd00::/129", "fd00::1/8", "10.0.0", "proxy"}) {
        CAPTURE(text);
        CHECK_FALSE(Network::parse(text));
    }
}

TEST_CASE("who asked is the last address that a chain of trusted proxies vouches for") {
    const std::vector<Network> trusted{*Network::parse("10.0.0.0/8"), *Network::parse("127.0.0.1")};
    const auto asked = [&](std::string_view peer, std::vector<std::string_view> forwarded) { return asking_address(peer, forwarded, trusted); };
    CHECK(asked("203.0.113.9", {"1.2.3.4"}) == "203.0.113.9");
    CHECK(asked("127.0.0.1", {}) == "127.0.0.1");
    CHECK(asked("127.0.0.1", {"9.9.9.9, 1.2.3.4"}) == "1.2.3.4");
    CHECK(asked("127.0.0.1", {"9.9.9.9, 1.2.3.4", "10.0.0.7"}) == "1.2.3.4");
    CHECK(asked("127.0.0.1", {"10.0.0.3, 10.0.0.7"}) == "10.0.0.3");
    CHECK(asked("127.0.0.1", {"9.9.9.9, not an address, 10.0.0.7"}) == "10.0.0.7");
    CHECK(asked("127.0.0.1", {""}) == "127.0.0.1");
}
