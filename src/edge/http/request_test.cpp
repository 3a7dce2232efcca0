#include "edge/http/request.hpp"

#include <doctest/doctest.h>

#include "base/result.hpp"

using namespace leye;
using namespace leye::http;

TEST_CASE("percent escapes become UTF-8 and a plus sign is a blank only in queries") {
    CHECK(decode("%E5%8E%86%E4%B8%8B") == "历下");
    CHECK(decode("a+b") == "a+b");
    CHECK(decode("a+b", true) == "a b");
    CHECK(decode("a%2Bb", true) == "a+b");
}

TEST_CASE("malformed escapes, bad UTF-8 and control characters are refused") {
    for (const char* bad : {"%", "%4", "%zz", "%E5%8E", "%C0%AF", "%ED%A0%80", "a%00b", "a%0d%0ab", "%7f"}) {
        CAPTURE(bad);
        CHECK_FALSE(decode(bad));
    }
}

TEST_CASE("a query parameter is found by its decoded name, the first of several") {
    Request request;
    request.query_string = "q=%E5%8E%86%E4%B8%8B+%E5%8C%BA&x=1&x=2&flag&bad=%zz&na%6De=v";
    CHECK(request.query("q") == "历下 区");
    CHECK(request.query("x") == "1");
    CHECK(request.query("flag") == "");
    CHECK(request.query("name") == "v");
    CHECK_FALSE(request.query("bad"));
    CHECK_FALSE(request.query("missing"));
    CHECK_FALSE(request.query_decodes());
    request.query_string = "q=%E5%8E%86&x&";
    CHECK(request.query_decodes());
}

TEST_CASE("a cookie is found whole and not by the end of another's name") {
    Request request;
    request.headers = {{"cookie", "my_session=no; session=yes=; empty="}};
    CHECK(request.cookie("session") == "yes=");
    CHECK(request.cookie("empty") == "");
    CHECK_FALSE(request.cookie("sess"));
}

TEST_CASE("asking for a name that the pattern lacks is a bug") {
    Request request;
    request.params = {{"number", "1"}};
    CHECK(request.param("number") == "1");
    CHECK_THROWS_AS(request.param("code"), Bug);
}
