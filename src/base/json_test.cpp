#include "base/json.hpp"

#include <doctest/doctest.h>

using namespace leye;

namespace {
struct Loan {
    std::string book;
    Date due_on;
    std::optional<int> renewals;
    std::vector<std::string> notes;
};
BOOST_DESCRIBE_STRUCT(Loan, (), (book, due_on, renewals, notes))
struct Card {
    std::string holder;
    std::vector<Loan> loans;
};
BOOST_DESCRIBE_STRUCT(Card, (), (holder, loans))

Refusal refusal(std::string_view text) {
    auto card = json::read_text<Card>(text);
    REQUIRE_FALSE(card);
    return card.error();
}
}  // namespace

TEST_CASE("a struct reads back as written, absent optionals included") {
    const auto card = json::read_text<Card>(R"({"holder":"𠮷","loans":[{"book":"b","due_on":"2026-01-02"}]})");
    REQUIRE(card);
    CHECK(card->loans[0].due_on.text() == "2026-01-02");
    CHECK_FALSE(card->loans[0].renewals);
    CHECK(json::print(json::write(*card)) == R"({"holder":"𠮷","loans":[{"book":"b","due_on":"2026-01-02","notes":[]}]})");
}

TEST_CASE("the text printed at once is that of the tree, for every character") {
    Card card{.holder = "", .loans = {{.book = "𠮷·欧", .due_on = *Date::parse("2026-01-02"), .renewals = -3, .notes = {"a", "b"}}, {}}};
    for (int c = 0; c < 128; ++c) card.holder += static_cast<char>(c);
    std::string at_once;
    json::print_to(at_once, card);
    const json::Value tree = json::write(card);
    CHECK(at_once == boost::json::serialize(tree));
    CHECK(json::print(tree) == at_once);
    CHECK(json::print(tree.get_object()) == at_once);
    const json::Value all{{"null", nullptr}, {"numbers", {-1, INT64_MIN, UINT64_MAX, 0.1, 1e300, -2.5}}, {"bools", {true, false}}, {"none", json::Object()}, {"empty", json::Array()}};
    CHECK(json::print(all) == boost::json::serialize(all));
}

TEST_CASE("a refusal names the path of the field at fault") {
    CHECK(refusal(R"({"holder":"a","loans":[{"book":1,"due_on":"2026-01-02"}]})").field == "loans[0].book");
    CHECK(refusal(R"({"holder":"a","loans":[{"book":"b","due_on":"2026-02-30"}]})").code == "date_invalid");
    CHECK(refusal(R"({"holder":"a","loans":[{"book":"b"}]})").code == "field_missing");
    CHECK(refusal(R"({"holder":"a","loan":[]})").field == "loan");
    CHECK(refusal(R"({"holder":"a","loan":[]})").code == "field_unknown");
}

TEST_CASE("malformed and deep JSON is refused with its place") {
    CHECK(refusal("{\n \"holder\": }").details.at("line") == "2");
    CHECK(refusal("{} x").code == "json_malformed");
    CHECK(refusal("").code == "json_malformed");
    CHECK(refusal(std::string(100, '[')).code == "json_too_deep");
    CHECK(json::parse("[{\"a\": -1e400}]").error().code == "json_range");
    CHECK(json::print(*json::parse("[1e300]")) == "[1E300]");
    CHECK(refusal("{\"holder\":\"\xff\"}").code == "json_malformed");
}
