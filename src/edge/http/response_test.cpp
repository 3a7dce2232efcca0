#include "edge/http/response.hpp"

#include <doctest/doctest.h>

using namespace leye::http;

TEST_CASE("a file to save carries its Chinese name as RFC 6266 says") {
    const Response file = download("就业登记 2026.xlsx", "application/octet-stream", "bytes");
    REQUIRE(file.find_header("content-disposition"));
    const std::string& value = *file.find_header("content-disposition");
    CHECK(value.find("filename*=UTF-8''%E5%B0%B1%E4%B8%9A%E7%99%BB%E8%AE%B0%202026.xlsx") != std::string::npos);
    for (const char c : value) CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("a file's name cannot end the header or its quotes") {
    const Response file = download("a\"\r\nSet-Cookie: x=1;.csv", "text/csv", "");
    const std::string& value = *file.find_header("content-disposition");
    CHECK(value.find('\r') == std::string::npos);
    CHECK(value.find('\n') == std::string::npos);
    CHECK(std::count(value.begin(), value.end(), '"') == 2);
}

TEST_CASE("line breaks are dropped from header names and values") {
    const Response answer = no_content().with("X-A\r\n", "b\r\nX-C: d");
    CHECK(answer.headers.front().first == "X-A");
    CHECK(answer.headers.front().second == "bX-C: d");
}

TEST_CASE("a header stands once, cookies as often as given") {
    const Response file = download("a.pdf", "application/pdf", "").with("content-disposition", "inline");
    CHECK(file.headers.size() == 1);
    CHECK(*file.find_header("Content-Disposition") == "inline");
    CHECK(no_content().with("Set-Cookie", "a=1").with("Set-Cookie", "b=2").headers.size() == 2);
}
